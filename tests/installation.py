"""A whole installation for a test: a data folder, a database of the kind at hand, real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.db import connection

from tests.migrated import copy_over, copy_to, keep_static, lend_static, statement

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Installation:
    """Worked on by commands; ``url`` and ``database`` are empty for SQLite."""

    home: Path
    url: str
    port: int
    database: str = ""

    @property
    def environ(self) -> dict[str, str]:
        return os.environ | {
            "JIEDAO_HOME": str(self.home),
            "DATABASE_URL": self.url,
            "JIEDAO_PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "jiedao.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "LANG": "zh_CN.UTF-8",
        }

    def run(self, *arguments: str, ok: bool = True) -> str:
        """Run Python with these arguments; returns what it printed, faults as well."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environ,
            cwd=self.home.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode == 0) is ok, done.stdout + done.stderr
        return done.stdout + done.stderr

    def jiedao(self, *arguments: str, ok: bool = True) -> str:
        """Run a command of the command line."""
        return self.run("-m", "jiedao.config.cli", *arguments, ok=ok)

    def do(self, program: str) -> str:
        """Run a few lines with Django started."""
        return self.run("-c", f"import django; django.setup()\n{program}")

    def migrate(self) -> None:
        """Make the tables, from a kept database where there is one."""
        self.home.mkdir(parents=True, exist_ok=True)
        if self.url:
            copy_over(self.database)
        else:
            copy_to(self.home / "jiedao.sqlite3")
        lend_static(self.home / "static")
        self.jiedao("migrate")
        keep_static(self.home / "static")

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a command that stays."""
        return subprocess.Popen(
            [sys.executable, "-m", "jiedao.config.cli", *arguments],
            env=self.environ,
            cwd=self.home.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @contextmanager
    def serving(self, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
        """``jiedao serve`` until the end of the block; begins when it answers."""
        process = self.start("serve", *arguments)
        try:
            self.wait_ready(process)
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            process.wait(30)

    def wait_ready(self, process: "subprocess.Popen[str]", seconds: float = 90) -> None:
        """Wait for the first answer on both ports."""
        until = time.monotonic() + seconds
        while not (answers(self.port) and answers(self.port + 1)):
            assert process.poll() is None, process.stdout and process.stdout.read()
            assert time.monotonic() < until, "it did not start in time"
            time.sleep(0.1)


def answers(port: int) -> bool:
    """Whether /healthz is answered there."""
    caller = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        caller.request("GET", "/healthz")
        return caller.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        caller.close()


def free_port() -> int:
    """A port that is free, and the one after it."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with suppress(OSError):
                second.bind(("127.0.0.1", port + 1))
                return port


@contextmanager
def installation(folder: Path, name: str) -> Iterator[Installation]:
    """An empty installation on the kind of database the tests run on; its database is dropped."""
    if connection.vendor == "sqlite":
        yield Installation(folder / name, "", free_port())
        return
    database = f"{connection.settings_dict['NAME']}_{name}"
    statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)
    statement("CREATE DATABASE {}", database)
    try:
        yield Installation(folder / name, _address(database), free_port(), database)
    finally:
        statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


def _address(database: str) -> str:
    given = connection.settings_dict
    host = given["HOST"] or given["OPTIONS"].get("host", "")
    login = given["USER"] or given["OPTIONS"].get("user", "")
    secret = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgresql://{login}{secret}@/{database}?host={host}&port={given['PORT'] or 5432}"


def descendants(number: int) -> list[int]:
    """The processes that a process started, and those that they started."""
    parents: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found = list(parents.get(number, ()))
    for child in found:
        found += parents.get(child, ())
    return found


def kill_all(process: "subprocess.Popen[str]") -> None:
    """``kill -9`` of a program and everything it started, at one blow."""
    numbers = [process.pid, *descendants(process.pid)]
    # Halted first, or the supervisor would start again what is killed before it.
    for number in numbers:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGSTOP)
    for number in numbers:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    process.wait(30)
