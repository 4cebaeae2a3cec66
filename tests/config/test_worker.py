"""The worker: one fault stops nothing else; an interrupted job is run again."""

import os
import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from jiedao.config import jobs, worker
from jiedao.config.worker import Worker
from jiedao.kernel import registry
from jiedao.kernel.declarations import Step
from jiedao.kernel.models import Heartbeat

pytestmark = pytest.mark.django_db

calls: list[str] = []


@task()
def note(text: str) -> str:
    calls.append(text)
    return text


@task()
def fails() -> None:
    raise ValueError("not today")


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's transaction would look like a connection left unfinished, and be closed."""
    calls.clear()
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    """The steps of the registry, replaced by what the test puts in."""
    own: list[Step] = []
    monkeypatch.setattr(registry, "steps", own)
    return own


def step(key: str, run: Callable[[], int], every: float = 100.0) -> Step:
    return Step(key, every, run)


def test_once_runs_steps_and_jobs_and_returns(steps: list[Step]) -> None:
    steps.append(step("a", lambda: calls.append("step") or 0))
    note.enqueue("job")
    Worker().run_once()
    assert calls == ["step", "job"]
    assert DBTaskResult.objects.successful().count() == 1
    assert Heartbeat.objects.get().name == "worker"


def test_a_step_waits_for_its_turn(steps: list[Step]) -> None:
    steps.append(step("often", lambda: calls.append("often") or 0, every=0.0))
    steps.append(step("seldom", lambda: calls.append("seldom") or 0))
    own = Worker()
    own._turn()
    own._turn()
    assert calls == ["often", "seldom", "often"]


def test_a_faulty_step_does_not_stop_the_others(steps: list[Step]) -> None:
    def fault() -> int:
        raise ValueError("broken")

    steps += [step("bad", fault), step("good", lambda: calls.append("good") or 0)]
    Worker()._turn()
    assert calls == ["good"]


def test_a_database_that_is_away_is_waited_for(
    steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> int:
        raise DatabaseError("away")

    monkeypatch.setattr(worker, "_AFTER_FAULT_SECONDS", 0.0)
    monkeypatch.setattr(worker, "deliver_due", away)
    assert Worker()._turn() is False


def test_a_failing_job_is_kept_as_failed(steps: list[Step]) -> None:
    fails.enqueue()
    Worker().run_once()
    assert DBTaskResult.objects.failed().count() == 1


def test_a_job_whose_worker_was_killed_is_run_again(steps: list[Step]) -> None:
    note.enqueue("again")
    host = jobs.worker_id().partition(":")[0]
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, worker_ids=[f"{host}:{os.getpid()}:1"]
    )
    Worker().run_once()
    assert calls == ["again"]


def test_a_job_of_a_living_worker_is_left_alone(steps: list[Step]) -> None:
    note.enqueue("running")
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=[jobs.worker_id()])
    assert jobs.take_back_abandoned() == 0
    DBTaskResult.objects.update(worker_ids=["elsewhere:1:1"])
    assert jobs.take_back_abandoned() == 0


def test_stops_when_told(steps: list[Step], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker.signal, "signal", lambda *_args: None)
    monkeypatch.setattr(Worker, "_run_jobs", lambda _self: None)
    own = Worker()
    steps.append(step("stop", lambda: own._told_to_stop(15, None) or 0))
    thread_count = threading.active_count()
    own.run()
    assert threading.active_count() == thread_count
