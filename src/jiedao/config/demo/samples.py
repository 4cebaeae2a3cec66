"""The applications' part of the demo town's year: the chapters of each folder's ``sample.py``.

A few are told before anybody uses the town, the rest by the worker. What lies before the recent
weeks is written into ids set aside before them, for lists are newest first by id.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.db import models, transaction
from django.utils import translation

from jiedao.config.demo.pictures import ready_picture
from jiedao.engines.cases.models import Case
from jiedao.foundation.records.families import families
from jiedao.foundation.records.sampling import Chapter, Stage
from jiedao.foundation.staff import notices
from jiedao.foundation.staff.models import Notice
from jiedao.kernel import clock, registry, reserved, towns
from jiedao.kernel.errors import Refused
from jiedao.kernel.models import History, Town
from jiedao.kernel.transactions import durable

logger = logging.getLogger(__name__)
Tick = Callable[[int], None]

TOLD_SETTING = "demo_told"
"""Where a town's settings count the chapters told: application and part → number."""
READ_AFTER = timedelta(hours=30)
"""Notices older than this have been read when the demo begins."""
_MANY, _FEW = 200_000, 20_000
_BREATH_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Span:
    """The simulated time, and the first of the ids set aside for what lies before ``recent``."""

    seed: int
    start: datetime
    recent: datetime
    end: datetime
    first_ids: Mapping[str, int]


def _blocks() -> dict[type[models.Model], int]:
    """How many ids are set aside, of every table whose rows lists show newest first."""
    records: dict[type[models.Model], int] = {family.model: _FEW for family in families}
    return {**records, Case: _FEW, History: _MANY, Notice: _MANY}


def reserve() -> dict[str, int]:
    """Set ids aside, in the caller's write transaction; the first of each model's block."""
    return {
        model._meta.label: reserved.reserve(model, count).start
        for model, count in _blocks().items()
    }


class Teller:
    """Tells the chapters of one part (``first`` or not) that are not told yet."""

    def __init__(self, town: Town, span: Span, *, first: bool) -> None:
        self.town, self.span, self.first = town, span, first
        self.refused = 0

    def run(self, tick: Tick | None = None, *, breathe: bool = False) -> int:
        """Returns how many chapters were told. ``breathe`` leaves the database to others for a
        moment after each."""
        if not self.span.first_ids:
            return 0
        told = 0
        # What goes into the records is the office's own language, whoever runs the command.
        with translation.override("zh-hans"):
            for key in registry.applications:
                for place, chapter in enumerate(self._chapters(key)):
                    told += self._tell(f"{key}.{'first' if self.first else 'rest'}", place, chapter)
                    if tick is not None:
                        tick(1)
                    if breathe:
                        time.sleep(_BREATH_SECONDS)
        return told

    def _chapters(self, key: str) -> Iterator[Chapter]:
        name = f"{registry.applications[key].name}.sample"
        if find_spec(name) is None:
            return
        span = self.span
        stage = Stage(self.town.pk, span.seed, span.start, span.recent, span.end, ready_picture)
        for chapter in import_module(name).sample(stage):
            if chapter.first == self.first:
                yield chapter

    def _tell(self, part: str, place: int, chapter: Chapter) -> bool:
        """One chapter, unless it was told before: the count goes with what it wrote."""
        with durable():
            # A weaker lock than for a change of its key: rows that point to the town may come in.
            row = Town.objects.select_for_update(no_key=True).get(pk=self.town.pk)
            counts = row.settings.get(TOLD_SETTING, {})
            if counts.get(part, 0) > place:
                return False
            try:
                with transaction.atomic(), self._as_of(chapter):
                    chapter.tell()
            except Refused as refusal:
                # As in life: what a rule forbids does not happen, and time goes on.
                self.refused += 1
                logger.warning("%s, chapter %d: %s", part, place, refusal)
            row.settings = row.settings | {TOLD_SETTING: counts | {part: place + 1}}
            row.save(update_fields=["settings"])
        towns.forget(self.town.pk)
        return True

    def _as_of(self, chapter: Chapter) -> ExitStack:
        stack = ExitStack()
        stack.enter_context(clock.at(chapter.at))
        # Whoever uses the town meanwhile must not see a year's notices as news.
        stack.enter_context(notices.read_already(self.span.end - READ_AFTER))
        if chapter.at < self.span.recent:
            stack.enter_context(reserved.written_into(self._ids()))
        return stack

    def _ids(self) -> dict[type[models.Model], Iterator[int]]:
        """What is left of the ids set aside, behind those used by earlier chapters."""
        left: dict[type[models.Model], Iterator[int]] = {}
        for model, count in _blocks().items():
            first = self.span.first_ids[model._meta.label]
            rows = model._default_manager.filter(pk__gte=first, pk__lt=first + count)
            last = rows.aggregate(last=models.Max("pk"))["last"]
            left[model] = iter(range(first if last is None else last + 1, first + count))
        return left
