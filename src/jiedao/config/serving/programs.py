"""The programs of an installation, as command lines."""

import http.client
import os
import socket
import sys

from jiedao.config import environment
from jiedao.config.serving.supervisor import Child

JIEDAO = (sys.executable, "-m", "jiedao.config.cli")


def page_port() -> int:
    """The port of pages and API."""
    return environment.number("JIEDAO_PORT", 8000)


def live_port() -> int:
    """The port of live events."""
    return environment.number("JIEDAO_LIVE_PORT", page_port() + 1)


def _granian(*arguments: str) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--host", _host(), "--log-level", "warning",
        "--respawn-failed-workers", "--workers-kill-timeout", "2", *arguments,
    ]  # fmt: skip


def web() -> Child:
    """Pages and API. WSGI: a request here waits for the database, and threads do that well."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    workers = environment.number("JIEDAO_WEB", min(4, max(2, cores)))
    threads = environment.number("JIEDAO_THREADS", 4)
    return Child(
        "web",
        _granian(
            "--interface", "wsgi", "--http", "1", "--port", str(page_port()), "--workers", str(workers),
            "--blocking-threads", str(threads), "jiedao.config.wsgi:application",
        ),
    )  # fmt: skip


def live() -> Child:
    """Live events: one process holds every open page."""
    return Child(
        "live",
        _granian(
            "--interface", "asgi", "--http", "1", "--no-ws", "--port", str(live_port()), "--workers", "1",
            "--backlog", "4096", "--backpressure", "8192", "jiedao.config.asgi:application",
        ),
    )  # fmt: skip


def worker() -> Child:
    """Reactions, due steps and long jobs."""
    return Child("worker", [*JIEDAO, "worker"])


def is_running() -> bool:
    """Whether something answers on the port of the pages."""
    return _answers(page_port())


def is_serving() -> bool:
    """Whether a web process has started and answers."""
    host = "127.0.0.1" if _host() in {"0.0.0.0", "::"} else _host()  # noqa: S104  compared only
    connection = http.client.HTTPConnection(host, page_port(), timeout=1)
    try:
        connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def busy_port() -> int:
    """The first of our two ports that somebody else listens on, or 0."""
    return next((port for port in (page_port(), live_port()) if _answers(port)), 0)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((_host(), port), 1):
            return True
    except OSError:
        return False


def _host() -> str:
    return environment.text("JIEDAO_HOST", "127.0.0.1")
