"""The programs of an installation, and whether they answer."""

import http.client
import os
import socket
from collections.abc import Callable
from typing import Any

from jiedao.config import environment
from jiedao.config.serving.supervisor import Child, die_with_parent


def page_port() -> int:
    """The port of pages and API."""
    return environment.number("JIEDAO_PORT", 8000)


def live_port() -> int:
    """The port of live events."""
    return environment.number("JIEDAO_LIVE_PORT", page_port() + 1)


def web() -> Child:
    """Pages and API. WSGI: a request here waits for the database, and threads do that well."""
    return Child("web", _run_web)


def live() -> Child:
    """Live events: one process holds every open page."""
    return Child("live", _run_live)


def worker() -> Child:
    """Reactions, due steps and long jobs."""
    return Child("worker", _run_worker)


def preload() -> None:
    """Import what every program needs, and leave nothing open: they are forked from here."""
    from django.db import connections
    from django.urls import get_resolver

    from jiedao.config import asgi, worker, wsgi  # noqa: F401  imported to be there

    assert get_resolver().url_patterns
    connections.close_all()


def _run_web() -> None:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    _granian(
        lambda: _application("wsgi"),
        interface="wsgi",
        port=page_port(),
        workers=environment.number("JIEDAO_WEB", min(4, max(2, cores))),
        blocking_threads=environment.number("JIEDAO_THREADS", 4),
    )


def _run_live() -> None:
    _granian(
        lambda: _application("asgi"),
        interface="asgi",
        port=live_port(),
        workers=1,
        websockets=False,
        backlog=4096,
        backpressure=8192,
    )


def _run_worker() -> None:
    from jiedao.config.worker import Worker

    Worker().run()


def _granian(loader: Callable[[], Any], *, interface: str, **settings: Any) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        f"jiedao.config.{interface}:application",
        address=_host(),
        interface=Interfaces(interface),
        http=HTTPModes.http1,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=2,
        **settings,
    ).serve(target_loader=loader, wrap_loader=False)


def _application(interface: str) -> Any:
    """Called in each web process: the application, which was loaded before."""
    from importlib import import_module

    # A web process must not outlive a killed server: it would keep the port.
    die_with_parent()
    return import_module(f"jiedao.config.{interface}").application


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
