"""Long jobs (django-tasks), and what becomes of those whose worker was killed."""

import logging
import os
import socket
from pathlib import Path

from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as JobWorker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)


def worker_id() -> str:
    """Host, process and the moment it began: a process number alone is used again by others."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{_began(os.getpid())}"


def run_one_job() -> bool:
    """Run the next job that is ready; says whether there was one."""
    # Asked first without a lock: the library's claim takes SQLite's only write lock.
    if not DBTaskResult.objects.ready().exists():
        return False
    JobWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_id(),
    ).run()
    return True


def take_back_abandoned() -> int:
    """Make jobs ready again whose worker on this machine is gone; a job must be able to resume."""
    abandoned = [
        job.pk
        for job in DBTaskResult.objects.running().only("id", "worker_ids")
        if job.worker_ids and _is_gone(job.worker_ids[-1])
    ]
    if abandoned:
        logger.warning("%d interrupted job(s) will be run again", len(abandoned))
    return DBTaskResult.objects.filter(pk__in=abandoned, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY
    )


def _is_gone(identity: str) -> bool:
    host, _, rest = identity.partition(":")
    number, _, began = rest.partition(":")
    if host != socket.gethostname()[:30] or not number.isdecimal():
        return False
    return _began(int(number)) != began


def _began(process: int) -> str:
    """When a process started, in clock ticks since boot; empty when there is no such process."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return ""
    return status.rpartition(")")[2].split()[19]
