"""The programs of an installation, as command lines."""

import os
import socket
import sys

from jiedao.config import environment
from jiedao.config.serving.supervisor import Child


def _granian(*arguments: str) -> list[str]:
    host = environment.text("JIEDAO_HOST", "127.0.0.1")
    return [
        sys.executable, "-m", "granian", "--host", host, "--log-level", "warning",
        "--respawn-failed-workers", "--workers-kill-timeout", "3", *arguments,
    ]  # fmt: skip


def web() -> Child:
    """Pages and API. WSGI: a request here waits for the database, and threads do that well."""
    port = environment.number("JIEDAO_PORT", 8000)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    workers = environment.number("JIEDAO_WEB", min(4, max(2, cores)))
    threads = environment.number("JIEDAO_THREADS", 4)
    return Child(
        "web",
        _granian(
            "--interface", "wsgi", "--http", "1", "--port", str(port), "--workers", str(workers),
            "--blocking-threads", str(threads), "jiedao.config.wsgi:application",
        ),
    )  # fmt: skip


def live() -> Child:
    """Live events: one process holds every open page."""
    port = environment.number("JIEDAO_LIVE_PORT", environment.number("JIEDAO_PORT", 8000) + 1)
    return Child(
        "live",
        _granian(
            "--interface", "asgi", "--http", "1", "--no-ws", "--port", str(port), "--workers", "1",
            "--backlog", "4096", "--backpressure", "8192", "jiedao.config.asgi:application",
        ),
    )  # fmt: skip


def worker() -> Child:
    """Reactions, due steps and long jobs."""
    return Child("worker", [sys.executable, "-m", "jiedao.config.cli", "worker"])


def is_running() -> bool:
    """Whether something answers on the port of the pages."""
    host = environment.text("JIEDAO_HOST", "127.0.0.1")
    try:
        with socket.create_connection((host, environment.number("JIEDAO_PORT", 8000)), 1):
            return True
    except OSError:
        return False
