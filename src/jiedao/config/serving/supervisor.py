"""Starts processes, keeps them running, and stops them all when told to: no orphans.

Each child leads a process group of its own, so that Ctrl-C reaches only the supervisor, which
then asks the children to stop in order. If the supervisor itself is killed, the kernel tells
the children.
"""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

logger = logging.getLogger(__name__)

_GRACE_SECONDS = 10.0
_RESTARTS = 5
_RESTART_WINDOW = 60.0
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask Linux to send this process SIGTERM when its parent is gone; elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One supervised program."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    starts: "deque[float]" = field(default_factory=lambda: deque(maxlen=_RESTARTS))

    def start(self) -> None:
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(  # noqa: S603  the commands are our own
            self.command, start_new_session=True, preexec_fn=die_with_parent
        )

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def keeps_failing(self) -> bool:
        """Whether it was started five times within a minute."""
        return len(self.starts) == _RESTARTS and time.monotonic() - self.starts[0] < _RESTART_WINDOW

    def tell(self, number: signal.Signals) -> None:
        """Send a signal to the program; SIGKILL goes to everything it started as well."""
        if self.process is None:
            return
        try:
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            elif self.is_alive():
                self.process.send_signal(number)
        except ProcessLookupError:
            pass


class Supervisor:
    """Runs children until a signal comes or one of them cannot be kept running.

    The first child is started alone and the others when it answers (``is_ready``): on few
    cores they would only delay what people wait for. ``when_ready`` is called then.
    """

    def __init__(
        self,
        children: Sequence[Child],
        *,
        is_ready: Callable[[], bool],
        when_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._first, self._others = children[0], children[1:]
        self._children = [self._first]
        self._is_ready = is_ready
        self._when_ready = when_ready
        self._stopping = False

    def run(self) -> int:
        """Block until everything is stopped; 0 when asked to stop, 1 when a child kept failing."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)
        self._first.start()
        try:
            return self._watch()
        finally:
            self._stop()

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _watch(self) -> int:
        while not self._stopping:
            for child in self._children:
                if child.is_alive() or self._stopping:
                    continue
                if child.keeps_failing():
                    logger.error("%s stops again and again; giving up", child.name)
                    return 1
                logger.warning("%s has stopped; starting it again", child.name)
                child.start()
            if len(self._children) == 1 and self._is_ready():
                self._start_others()
            time.sleep(0.1)
        return 0

    def _start_others(self) -> None:
        for child in self._others:
            child.start()
        self._children = [self._first, *self._others]
        self._when_ready()

    def _stop(self) -> None:
        for child in self._children:
            child.tell(signal.SIGTERM)
        until = time.monotonic() + _GRACE_SECONDS
        for child in self._children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.0, until - time.monotonic()))
                except subprocess.TimeoutExpired:
                    logger.warning("%s does not stop; ending it", child.name)
            child.tell(signal.SIGKILL)
