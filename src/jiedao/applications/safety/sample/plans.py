"""Campaigns and sweeps: which places they concern, how far they came, and how they ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from jiedao.applications.safety import names
from jiedao.applications.safety.sample import desk, rounds, words
from jiedao.engines.visits.models import Plan, Target
from jiedao.foundation.records.sampling import Chapter, Stage
from jiedao.foundation.things.models import Thing


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan from ``begin`` until ``end``, in days before the end of the town's time."""

    kind: str
    begin: int
    end: int
    values: Mapping[str, Any]
    wanted: Mapping[str, Any]
    """What its selection asks; an area by the community's place."""

    @property
    def running(self) -> bool:
        return self.end < 0

    @property
    def title(self) -> str:
        return str(self.values["title"])


def _campaign(begin: int, end: int, title: str, field: str, **wanted: Any) -> Planned:
    values = {"title": title, "field": field, "grounds": words.GROUNDS}
    return Planned(names.CAMPAIGN, begin, end, values, wanted)


_LARGE: Final = ["factory", "park"]
_PLANS: Final = (
    _campaign(330, 270, words.CAMPAIGNS[0], "fire", sort=["three_small"], area=0),
    _campaign(250, 190, words.CAMPAIGNS[1], "crowds", sort=["nine_small"]),
    _campaign(170, 110, words.CAMPAIGNS[2], "work", sort=_LARGE, grade=["red", "orange"]),
    _campaign(33, -27, words.CAMPAIGNS[3], "power", sort=["three_small", "nine_small"], area=3),
    _campaign(18, -12, words.CAMPAIGNS[4], "work", sort=_LARGE, area=2),
    Planned(names.SWEEP, 300, 262, {"title": "岁末年初消防安全大排查"}, {"area": 2}),
    Planned(names.SWEEP, 26, -14, {"title": "“敲门行动”消防大排查"}, {"area": 1}),
)
_DAYS: Final = 12
"""So many days of each plan are told of, a few places each."""


def chapters(stage: Stage) -> Iterator[Chapter]:
    """Plans of the present are there at first, those of the year are told later."""
    for one in _PLANS:
        yield Chapter(stage.day(one.begin), partial(_begin, stage, one), first=one.running)
        last = max(one.end, 1)
        for part in range(_DAYS):
            day = one.begin - 1 - part * (one.begin - 1 - last) // _DAYS
            at = stage.day(day)
            yield Chapter(at, partial(_go_out, stage, one, day), first=at >= stage.recent)
        if not one.running:
            yield Chapter(stage.day(one.end, 17), partial(_end, stage, one))
    yield Chapter(stage.day(1, 15), partial(_drafted, stage), first=True)


def _begin(stage: Stage, one: Planned) -> None:
    office = desk.office(stage, stage.rng("safety", one.title))
    at = stage.day(one.begin, 9.5)
    span = {"day": at.date(), "ends_on": stage.end.date() - timedelta(days=one.end)}
    wanted = dict(one.wanted)
    if "area" in wanted:
        wanted["area"] = list(stage.communities)[wanted["area"] % len(stage.communities)]
    plan = desk.enter_one(stage, at, one.kind, {**one.values, **span}, office)
    hour = timedelta(hours=1)
    selected: Any = stage.go(at + hour, plan, "select", office, **wanted)
    # A community may have no place of these classes.
    if selected.target_count:
        stage.go(at + 2 * hour, plan, "start", office)


def _end(stage: Stage, one: Planned) -> None:
    plan = desk.find(stage, Plan, one.kind, one.title)
    if plan.state == "running":
        office = desk.office(stage, stage.rng("safety", one.title))
        stage.go(stage.day(one.end, 17), plan, "end", office, reason=words.ENDED)


def _go_out(stage: Stage, one: Planned, day: int) -> None:
    """A day of a plan: some doors and shops that are still to be gone to."""
    plan = desk.find(stage, Plan, one.kind, one.title)
    if plan.state != "running":
        return
    rng = stage.rng("safety", one.title, day)
    left = list(Target.objects.filter(plan=plan, done_on=None).order_by("id"))
    for target in rng.sample(left, min(len(left), 2 if one.running else 4)):
        row = Thing.objects.get(pk=target.subject_id)
        home = target.subject_kind == names.HOME
        # Homes in the evening, when somebody is there.
        at = stage.day(day, rng.uniform(18.5, 20.5) if home else rng.uniform(9, 16))
        if row.state == "in_use":
            rounds.look(stage, row, at, rng.randrange(10**9), 0.4)


def _drafted(stage: Stage) -> None:
    values = {
        "title": words.CAMPAIGNS[5], "field": "gas", "by_list": "safety_gas_power",
        "day": stage.end.date() + timedelta(days=6), "ends_on": stage.end.date() + timedelta(days=50),
    }  # fmt: skip
    office = desk.office(stage, stage.rng("safety", "draft"))
    desk.enter_one(stage, stage.day(1, 15), names.CAMPAIGN, values, office)
