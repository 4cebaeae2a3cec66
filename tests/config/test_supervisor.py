"""The supervisor: starts, restarts, stops all; leaves no orphan."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROGRAM = """
import os, signal, sys, time
from jiedao.config.serving.supervisor import Child, Supervisor

folder, *names = sys.argv[1:]

def note(name):
    with open(f"{folder}/{name}", "a") as file:
        file.write(f"{os.getpid()}\\n")

def sleeper(name):
    note(name)
    time.sleep(60)

def faulty(name):
    note(name)
    raise ValueError("cannot run")

def stubborn(name):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sleeper(name)

def child(place, name):
    return Child(f"{name}{place}", lambda: globals()[name](f"{name}{place}"))

children = [child(place, name) for place, name in enumerate(names)]
ready = lambda: print("ready", flush=True)
sys.exit(Supervisor(children, is_ready=lambda: True, when_ready=ready).run())
"""


class House:
    """A supervisor in a process of its own, with children that write their numbers down."""

    def __init__(self, folder: Path, *children: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder), *children],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def numbers(self, name: str) -> list[int]:
        path = self.folder / name
        return [int(line) for line in path.read_text().split()] if path.exists() else []


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    made: list[House] = []

    def make(*children: str) -> House:
        made.append(House(tmp_path, *children))
        return made[-1]

    yield make
    for each in made:
        each.process.kill()
        each.process.wait()


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    # A zombie waits for its parent only.
    return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stops_everything_when_told(house: Callable[..., House], how: signal.Signals) -> None:
    own = house("sleeper", "sleeper")
    wait_for(lambda: own.numbers("sleeper0") and own.numbers("sleeper1"))
    children = own.numbers("sleeper0") + own.numbers("sleeper1")
    own.process.send_signal(how)
    assert own.process.wait(15) == 0
    assert not any(map(is_alive, children))
    assert own.process.stdout is not None
    assert own.process.stdout.read() == "ready\n"


def test_starts_again_what_was_killed(house: Callable[..., House]) -> None:
    own = house("sleeper")
    wait_for(lambda: own.numbers("sleeper0"))
    os.kill(own.numbers("sleeper0")[0], signal.SIGKILL)
    wait_for(lambda: len(own.numbers("sleeper0")) == 2)


def test_gives_up_on_what_cannot_run(house: Callable[..., House]) -> None:
    own = house("sleeper", "faulty")
    assert own.process.wait(30) == 1
    assert not is_alive(own.numbers("sleeper0")[0])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children")
def test_a_killed_supervisor_leaves_no_orphan(house: Callable[..., House]) -> None:
    own = house("sleeper", "sleeper")
    wait_for(lambda: own.numbers("sleeper0") and own.numbers("sleeper1"))
    children = own.numbers("sleeper0") + own.numbers("sleeper1")
    own.process.kill()
    wait_for(lambda: not any(map(is_alive, children)))


@pytest.mark.slow
def test_ends_what_does_not_stop(house: Callable[..., House]) -> None:
    own = house("stubborn")
    wait_for(lambda: own.numbers("stubborn0"))
    own.process.terminate()
    assert own.process.wait(20) == 0
    assert not is_alive(own.numbers("stubborn0")[0])
