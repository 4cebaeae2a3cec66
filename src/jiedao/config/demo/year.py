"""The demo town's time: recent weeks at once, the rest of the year as a job of the worker.

What is to be lived stands in the town's settings (``demo_run``), so that a run that was broken
off goes on as it was begun. The year is written into ids set aside before the recent weeks, for
lists are newest first by id.
"""

import logging
import time
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django_tasks import task

from jiedao.config.demo.samples import READ_AFTER, Span, Teller, reserve
from jiedao.config.demo.settings import RUN_SETTING, demo_settings
from jiedao.config.demo.simulate import Simulator, Tick
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.mining import jobs
from jiedao.foundation.staff import notices
from jiedao.foundation.staff.models import Notice
from jiedao.kernel import clock, reserved, towns
from jiedao.kernel.models import History, Town
from jiedao.kernel.transactions import durable

logger = logging.getLogger(__name__)

RECENT = timedelta(days=42)
RECENT_IN_APPLICATIONS = timedelta(days=14)
YEAR = timedelta(days=365)
# Ids set aside for each report of the year: its rows of history and notices are far fewer.
_ROWS_A_REPORT: dict[type[models.Model], int] = {Case: 1, Request: 1, History: 30, Notice: 24}
_BREATH_SECONDS = 0.02


@dataclass(frozen=True)
class Run:
    """What a demo town lives through: until ``end`` (ISO), so many reports, since which ids."""

    seed: int
    end: str
    recent: int
    before: int
    first_ids: dict[str, int]
    enqueued: bool = False
    sample_ids: dict[str, int] = field(default_factory=dict)
    """Where the applications' part of the year begins."""

    @property
    def until(self) -> datetime:
        return datetime.fromisoformat(self.end)


def begin(town: Town, *, seed: int, scale: float) -> Run:
    """Set the stage: how much is to be lived, until now, and the ids of the earlier part.

    Runs inside the caller's transaction. A run that was begun before is returned as it is.
    """
    known = run_of(town)
    if known is not None:
        return known
    size = demo_settings(town.key)
    recent = int(size.first_requests * scale)
    before = max(0, int(size.requests * scale) - recent)
    first_ids = {
        model._meta.label: reserved.reserve(model, before * rows + 100).start
        for model, rows in _ROWS_A_REPORT.items()
    }
    run = Run(seed, clock.now().isoformat(), recent, before, first_ids, sample_ids=reserve())
    _keep(town, run)
    return run


def run_of(town: Town) -> Run | None:
    """What the town has to live through; None for a town that is no demo."""
    kept = Town.objects.get(pk=town.pk).settings.get(RUN_SETTING)
    return Run(**kept) if kept else None


def _keep(town: Town, run: Run) -> None:
    row = Town.objects.select_for_update().get(pk=town.pk)
    row.settings = row.settings | {RUN_SETTING: asdict(run)}
    row.save(update_fields=["settings"])
    towns.touch(town.pk)


def live_recent_weeks(town: Town, run: Run, tick: Tick | None = None) -> int:
    """The last six weeks: their reports, as far as they are not there yet."""
    simulator = Simulator(
        town.pk,
        seed=run.seed,
        start=run.until - RECENT,
        end=run.until,
        count=run.recent,
        batch="recent",
    )
    with _read_already(run):
        return simulator.run(tick)


def live_before(town: Town, run: Run, tick: Tick | None = None, *, breathe: bool = False) -> int:
    """The year before the recent weeks, as far as it is not there yet.

    ``breathe`` leaves the database to others for a moment after each transaction.
    """

    def told(count: int) -> None:
        if tick is not None:
            tick(count)
        if breathe:
            time.sleep(_BREATH_SECONDS)

    simulator = Simulator(
        town.pk,
        seed=run.seed,
        start=run.until - YEAR,
        end=run.until,
        count=run.before,
        batch="before",
        last_arrival=run.until - RECENT,
    )
    with reserved.written_into(_blocks(run)), _read_already(run):
        taken = simulator.run(told)
    with durable():
        towns.touch(town.pk)
    return taken


def live_in_applications(
    town: Town, run: Run, tick: Tick | None = None, *, first: bool, breathe: bool = False
) -> int:
    """The applications' part: what is there at ``first``, or the rest of their year."""
    recent = run.until - RECENT_IN_APPLICATIONS
    span = Span(run.seed, run.until - YEAR, recent, run.until, run.sample_ids)
    return Teller(town, span, first=first).run(tick, breathe=breathe)


def _read_already(run: Run) -> AbstractContextManager[None]:
    """Whoever uses the town meanwhile must not see a year's notices as news."""
    return notices.read_already(run.until - READ_AFTER)


def _blocks(run: Run) -> dict[type[models.Model], Any]:
    """What is left of the ids set aside, behind those that an earlier run has used."""
    blocks: dict[type[models.Model], Any] = {}
    for model, rows in _ROWS_A_REPORT.items():
        block = range(
            run.first_ids[model._meta.label],
            run.first_ids[model._meta.label] + run.before * rows + 100,
        )
        used = model._default_manager.filter(pk__gte=block.start, pk__lt=block.stop)
        last = used.order_by("-pk").values_list("pk", flat=True).first()
        blocks[model] = iter(range(block.start if last is None else last + 1, block.stop))
    return blocks


@task()
def live_the_year(town_id: int) -> int:
    """The job: may be run again after a break, and does nothing twice."""
    town = Town.objects.get(pk=town_id)
    run = run_of(town)
    if run is None:
        return 0
    done, tenth = 0, 0

    def tick(count: int) -> None:
        nonlocal done, tenth
        done += count
        if done * 10 // max(run.before, 1) > tenth:
            tenth = done * 10 // max(run.before, 1)
            logger.info("demo town %s: the year is %d %% there", town.key, tenth * 10)

    # Short, and whoever looks at an application's pages finds nothing older before it is told.
    live_in_applications(town, run, first=False, breathe=True)
    told = live_before(town, run, tick, breathe=True)
    # From a year of confirmed cases, and not only tonight.
    jobs.begin(town.pk)
    return told


def enqueue(town: Town, run: Run) -> None:
    """Give the year to the worker, once."""
    if run.enqueued:
        return
    with durable():
        live_the_year.enqueue(town.pk)
        _keep(town, Run(**asdict(run) | {"enqueued": True}))


def progress(town: Town, run: Run) -> tuple[int, int]:
    """How many of the year's reports are there, and how many there will be."""
    first = run.first_ids[Request._meta.label]
    there = Request.objects.filter(town=town, pk__gte=first, pk__lt=first + run.before + 100)
    return there.count(), run.before
