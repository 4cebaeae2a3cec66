"""Starts processes, keeps them running, and stops them all when told to: no orphans.

Children are forked: what the supervisor has loaded, all of them have, at once and in the same
memory. Each leads a process group of its own, so that Ctrl-C reaches only the supervisor, which
then asks the children to stop in order. If the supervisor itself is killed, the kernel tells
them.
"""

import ctypes
import gc
import logging
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

logger = logging.getLogger(__name__)

_GRACE_SECONDS = 10.0
_RESTARTS = 5
_RESTART_WINDOW = 60.0
_PR_SET_PDEATHSIG = 1
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def die_with_parent() -> None:
    """Ask Linux to send this process SIGTERM when its parent is gone; elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One supervised program: a function that returns when it is told to stop."""

    name: str
    program: Callable[[], None]
    number: int = 0
    starts: "deque[float]" = field(default_factory=lambda: deque(maxlen=_RESTARTS))

    def start(self) -> None:
        self.starts.append(time.monotonic())
        sys.stdout.flush()
        sys.stderr.flush()
        self.number = os.fork()
        if self.number == 0:
            self._be_the_child()

    def _be_the_child(self) -> None:
        status = 1
        try:
            os.setsid()
            die_with_parent()
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            self.program()
            status = 0
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 1
        except BaseException:
            logger.exception("%s failed", self.name)
        finally:
            sys.stdout.flush()
            # Not sys.exit: what the supervisor wants done at its end is not the child's.
            os._exit(status)

    def is_alive(self) -> bool:
        if self.number:
            with suppress(ChildProcessError):
                if os.waitpid(self.number, os.WNOHANG)[0] == 0:
                    return True
        self.number = 0
        return False

    def keeps_failing(self) -> bool:
        """Whether it was started five times within a minute."""
        return len(self.starts) == _RESTARTS and time.monotonic() - self.starts[0] < _RESTART_WINDOW

    def stop(self, until: float) -> None:
        """Wait for a child that was told; after ``until`` end it and all it started."""
        group = self.number
        while self.is_alive():
            if time.monotonic() > until:
                logger.warning("%s does not stop; ending it", self.name)
                os.killpg(group, signal.SIGKILL)
            time.sleep(0.02)
        if group:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)


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
        for number in _SIGNALS:
            signal.signal(number, self._told_to_stop)
        # What is loaded by now stays; the collector need not touch, and so copy, its pages.
        gc.collect()
        gc.freeze()
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
            if child.is_alive():
                os.kill(child.number, signal.SIGTERM)
        until = time.monotonic() + _GRACE_SECONDS
        for child in self._children:
            child.stop(until)
