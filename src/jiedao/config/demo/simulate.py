"""A stretch of the demo town's time: stories in the order in which they begin.

A few stories make one durable transaction, short enough that people can use the town
meanwhile. A run that was broken off goes on where it stopped: each story is drawn from its own
seed, and a report that is already there is known by its key.
"""

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.utils import translation

from jiedao.config.demo import arrivals as drawing
from jiedao.config.demo.matters import matters
from jiedao.config.demo.people import cast_of, places_of
from jiedao.config.demo.story import Stage, Story, Telling
from jiedao.engines.cases.models import Request
from jiedao.foundation.catalogue.models import Item
from jiedao.foundation.staff.models import Unit
from jiedao.foundation.workdays.calendar import calendar_for
from jiedao.kernel.transactions import durable

logger = logging.getLogger(__name__)
Tick = Callable[[int], None]
_STORIES_AT_ONCE = 5


class Simulator:
    """Reports arrive from ``start`` until ``last_arrival``; what they set going goes on until
    ``end``. ``batch`` names the stretch in the keys of its reports."""

    def __init__(
        self,
        town_id: int,
        *,
        seed: int,
        start: datetime,
        end: datetime,
        count: int,
        batch: str,
        last_arrival: datetime | None = None,
    ) -> None:
        self.seed, self.end, self.batch = seed, end, batch
        self.stage = stage_of(town_id)
        rng = random.Random(f"{seed}-{batch}")  # noqa: S311
        self.arrivals = drawing.draw(
            rng,
            self.stage.matters,
            [place.use for place in self.stage.places],
            start,
            last_arrival or end,
            count,
        )
        self.refused = 0

    def run(self, tick: Tick | None = None) -> int:
        """Tell all stories that are not told yet; returns how many reports were taken in."""
        told = self._told()
        waiting = [tellings for tellings in self._stories() if tellings[0].key not in told]
        if tick is not None and told:
            tick(len(told))
        taken = 0
        # What goes into the records is the office's own language, whoever runs the command.
        with translation.override("zh-hans"):
            for start in range(0, len(waiting), _STORIES_AT_ONCE):
                part = self._tell_some(waiting[start : start + _STORIES_AT_ONCE])
                taken += part
                if tick is not None:
                    tick(part)
        if self.refused:
            logger.debug("%d steps of the demo were refused", self.refused)
        return taken

    def _tell_some(self, stories: Sequence[Sequence[Telling]]) -> int:
        with durable():
            return sum(self._tell(tellings) for tellings in stories)

    def _tell(self, tellings: Sequence[Telling]) -> int:
        story = Story(self.stage, tellings, f"{self.seed}-{tellings[0].key}", self.end)
        taken = story.tell()
        self.refused += story.refused
        return taken

    def _stories(self) -> Iterator[list[Telling]]:
        """Reports of the same matter belong to the story of the first."""
        stories: dict[int, list[Telling]] = {}
        for place, arrival in enumerate(self.arrivals):
            telling = Telling(arrival, f"demo-{self.batch}-{place:06d}")
            stories.setdefault(place if arrival.same_as is None else arrival.same_as, []).append(
                telling
            )
        yield from stories.values()

    def _told(self) -> set[str]:
        """Keys of the reports that an earlier run took in."""
        rows = Request.objects.filter(town_id=self.stage.town_id)
        mark = f"demo-{self.batch}-"
        own = rows.filter(retry_key__startswith=mark).values_list("retry_key", flat=True)
        brought = rows.filter(foreign_number__contains=mark)
        foreign = brought.values_list("foreign_number", flat=True)
        return {*own, *(mark + number.rpartition(mark)[2] for number in foreign)}


def stage_of(town_id: int) -> Stage:
    """What the stories of a town share, read once."""
    return Stage(
        town_id=town_id,
        matters=matters(),
        places=places_of(town_id),
        cast=cast_of(town_id),
        calendar=calendar_for(town_id),
        items=dict(Item.objects.filter(town_id=town_id).values_list("code", "id")),
        units=dict(Unit.objects.filter(town_id=town_id).values_list("code", "id")),
    )
