"""A server of its own for a benchmark: fresh data folder, either database, durable writes."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

POSTGRESQL = os.environ.get("JIEDAO_BENCH_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")


@dataclass(frozen=True)
class Installation:
    """A data folder and a database, with the environment that makes every command use them."""

    home: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """Run `jiedao …` in it and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "jiedao.config.cli", *arguments],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def python(self, module: str, *arguments: str) -> str:
        """Run a Python module in it and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    port: int
    pid: int


@contextlib.contextmanager
def installation(database: str) -> Iterator[Installation]:
    """A fresh installation on ``sqlite`` or ``postgresql``; removed afterwards."""
    home = Path(tempfile.mkdtemp(prefix="jiedao-bench-"))
    environment = {
        **os.environ,
        "JIEDAO_HOME": str(home),
        "JIEDAO_PORT": str(free_port()),
        "DJANGO_SETTINGS_MODULE": "jiedao.config.settings",
        "PYTHONPATH": os.pathsep.join(["src", ".", os.environ.get("PYTHONPATH", "")]),
    }
    environment.pop("DATABASE_URL", None)
    name = f"jiedao_bench_{os.getpid()}"
    if database == "postgresql":
        _admin(f'CREATE DATABASE "{name}"')
        environment["DATABASE_URL"] = f"{POSTGRESQL}/{name}"
    try:
        yield Installation(home, environment)
    finally:
        if database == "postgresql":
            _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(home, ignore_errors=True)


def _admin(statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())


def free_port() -> int:
    """A port free now, with the next one free as well (live events)."""
    for _attempt in range(50):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with contextlib.suppress(OSError):
                second.bind(("127.0.0.1", port + 1))
                return port
    raise RuntimeError("no two free ports in a row")


@contextlib.contextmanager
def server(place: Installation) -> Iterator[Served]:
    """`jiedao serve` in that installation, once it is ready."""
    port = int(place.environment["JIEDAO_PORT"])
    process = subprocess.Popen(
        [sys.executable, "-m", "jiedao.config.cli", "serve"],
        env=place.environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_ready(port)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_ready(port: int, seconds: float = 60) -> None:
    """Wait until /healthz answers; RuntimeError when it does not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        address = f"http://127.0.0.1:{port}/healthz"
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing answered on port {port} within {seconds} s")
