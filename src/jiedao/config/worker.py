"""The worker: what waits for a time or for somebody else's change, and long jobs.

Three things in turn, each safe to run in several workers at once: deliveries of history lines
to reactions, the steps that applications and engines registered, and (in a thread of their
own, since one may take minutes) the jobs of django-tasks.
"""

import logging
import signal
import threading
import time
from types import FrameType

from django.db import DatabaseError, close_old_connections

from jiedao.config.health import WORKER
from jiedao.config.jobs import run_one_job, take_back_abandoned
from jiedao.kernel import clock, registry
from jiedao.kernel.models import Heartbeat
from jiedao.kernel.outbox import deliver_due

logger = logging.getLogger(__name__)

_PAUSE_SECONDS = 0.25
_BEAT_SECONDS = 5.0
_JOB_PAUSE_SECONDS = 1.0
_JOB_GRACE_SECONDS = 5.0
_AFTER_FAULT_SECONDS = 3.0


class Worker:
    """Call ``run`` from the main thread: it listens to SIGTERM and Ctrl-C."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._due: dict[str, float] = {}
        self._next_beat = 0.0

    def run(self) -> None:
        """Work until told to stop; the step at hand is finished first."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._told_to_stop)
        jobs = threading.Thread(target=self._run_jobs, name="jobs", daemon=True)
        jobs.start()
        while not self._stopping.is_set():
            busy = self._turn()
            self._stopping.wait(0 if busy else _PAUSE_SECONDS)
        # A job that does not end by then is abandoned, and begun again by the next worker.
        jobs.join(_JOB_GRACE_SECONDS)

    def run_once(self) -> None:
        """Do everything that is due, jobs as well, and return."""
        take_back_abandoned()
        while self._turn() or run_one_job():
            pass

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()

    def _turn(self) -> bool:
        """One round; says whether there was anything to do."""
        close_old_connections()
        try:
            self._beat()
            return bool(deliver_due()) | self._run_steps()
        except DatabaseError:
            logger.exception("the database failed; trying again")
            self._stopping.wait(_AFTER_FAULT_SECONDS)
            return False

    def _beat(self) -> None:
        if time.monotonic() >= self._next_beat:
            Heartbeat.objects.update_or_create(name=WORKER, defaults={"at": clock.now()})
            self._next_beat = time.monotonic() + _BEAT_SECONDS

    def _run_steps(self) -> bool:
        acted = False
        for step in registry.steps:
            if time.monotonic() < self._due.get(step.key, 0.0) or self._stopping.is_set():
                continue
            try:
                acted |= bool(step.run())
            except DatabaseError:
                raise
            except Exception:  # one step's fault must not stop the others
                logger.exception("step %s failed", step.key)
            self._due[step.key] = time.monotonic() + step.every_seconds
        return acted

    def _run_jobs(self) -> None:
        take_back_abandoned()
        while not self._stopping.is_set():
            close_old_connections()
            try:
                busy = run_one_job()
            except DatabaseError:
                logger.exception("the database failed; trying again")
                busy = False
            self._stopping.wait(0 if busy else _JOB_PAUSE_SECONDS)
