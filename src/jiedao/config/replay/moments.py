"""When each record of a population is added and moved on: in office hours, in order, never after
the last day that may be.

Days that the profile gives are kept; what it does not say follows, or comes before, by some days.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from jiedao.config.replay.draws import Drawing
from jiedao.config.replay.profile import Population
from jiedao.config.replay.spreading import spread_over
from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid

ADDED: Final = "added"
_GAP: Final = (1, 6)
_SOON: Final = (4, 45)
"""Minutes between two steps of one day."""


def moments_of(
    population: Population, moves: Sequence[str], drawing: Drawing, days: Sequence[date | None]
) -> list[list[datetime]]:
    """For each record the moment of its adding and of each of its moves.

    ``days`` are those that the records' own values tell (None: they tell none): without another
    word a record is added on that day.
    """
    steps = [ADDED, *moves]
    said = {step: spread_over(drawing.scene.workdays(days_), drawing.count, drawing.rng)
            for step, days_ in population.dates.items()}  # fmt: skip
    unknown = next((step for step in said if step not in steps), "")
    if unknown:
        raise Invalid(
            _("“%(kind)s”的 dates 里的“%(step)s”不是它要走的步骤。")
            % {"kind": population.kind, "step": unknown},
            code="unknown_step",
        )
    if not said and not any(days):
        said = {ADDED: spread_over(drawing.scene.workdays("period"), drawing.count, drawing.rng)}
    return [
        _of_one(
            population, steps, {step: found[n] for step, found in said.items()}, days[n], drawing
        )
        for n in range(drawing.count)
    ]


def _of_one(
    population: Population,
    steps: Sequence[str],
    fixed: dict[str, date],
    own: date | None,
    drawing: Drawing,
) -> list[datetime]:
    fixed = dict(fixed) if fixed else {ADDED: own} if own is not None else {}
    known = [fixed.get(step) for step in steps]
    first = next((place for place, day in enumerate(known) if day is not None), 0)
    found: list[date] = [known[first] or drawing.scene.period.start]
    for place in range(first, 0, -1):
        found.insert(0, found[0] - timedelta(days=_gap(population, steps[place], drawing)))
    for place in range(first + 1, len(steps)):
        after = found[-1] + timedelta(days=_gap(population, steps[place], drawing))
        found.append(known[place] or _not_late(after, found[-1], drawing))
    return _in_order(found, population, drawing)


def _gap(population: Population, step: str, drawing: Drawing) -> int:
    return drawing.rng.randint(*population.gaps.get(step, _GAP))


def _not_late(day: date, before: date, drawing: Drawing) -> date:
    """Within the period, where what went before lies in it."""
    last = drawing.scene.period.end
    return min(day, last) if before <= last else day


def _in_order(days: Sequence[date], population: Population, drawing: Drawing) -> list[datetime]:
    """A moment of each day; steps of one day follow one another by some minutes. An earlier day
    after a later one is a fault of the profile."""
    moments: list[datetime] = []
    for day in days:
        moment = drawing.scene.at_work(day, drawing.rng)
        if moments and day == moments[-1].date():
            moment = moments[-1] + timedelta(minutes=drawing.rng.randint(*_SOON))
        if moments and moment <= moments[-1]:
            raise Invalid(
                _("“%(kind)s”的 dates 前后颠倒。") % {"kind": population.kind},
                code="out_of_order",
            )
        moments.append(moment)
    return [min(moment, clock.now() - timedelta(hours=1)) for moment in moments]
