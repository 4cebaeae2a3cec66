"""What happens besides: training of principals, accidents, places graded anew or closed."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any, Final

from jiedao.applications.safety import names
from jiedao.applications.safety.options import Grade
from jiedao.applications.safety.sample import desk, words
from jiedao.applications.safety.sample.places import Registered
from jiedao.engines.activities.models import Enrolment
from jiedao.foundation.records.sampling import Chapter, Stage
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock

_TRAININGS: Final = (240, 150, 70)
_CAPACITY: Final = 36


def chapters(stage: Stage, registered: list[Registered]) -> Iterator[Chapter]:
    """Three trainings were held and one is announced; a few accidents; some places changed."""
    for place, days in enumerate(_TRAININGS):
        yield Chapter(stage.day(days), partial(_held, stage, place))
    yield Chapter(stage.day(3), partial(_announced, stage), first=True)
    for place, (days, *_rest) in enumerate(words.ACCIDENTS):
        yield Chapter(stage.day(days), partial(_accident, stage, place), first=days < 40)
    quiet = [one for one in registered if one.grade == Grade.BLUE and not _lately(one)]
    for place, one in enumerate(quiet[::9][:12]):
        yield Chapter(stage.day(50 - place), partial(_changed, stage, one, place))


def _lately(one: Registered) -> bool:
    return any(days < 60 for days in one.visits)


def _held(stage: Stage, place: int) -> None:
    """Invited, announced, held with a test; most came, and few failed."""
    rng, day = stage.rng("safety", "training", place), _TRAININGS[place]
    office = desk.office(stage, rng)
    title, field = words.TRAININGS[place]
    values = {"title": title, "field": field, "teacher": "区安全生产宣教中心", "capacity": _CAPACITY,
              "starts_at": stage.day(day - 14, 14.5), "ends_at": stage.day(day - 14, 17),
              "unit": stage.units["safety"]}  # fmt: skip
    row = desk.enter_one(stage, stage.day(day), names.TRAINING, values, office)
    stage.go(stage.day(day, 10), row, "invite", office)
    stage.go(stage.day(day, 11), row, "announce", office)
    enrolled = Enrolment.objects.filter(activity_id=row.pk).order_by("id")
    came = [name for name in enrolled.values_list("name", flat=True) if rng.random() < 0.88]
    if not came:
        return
    scores = "\n".join(f"{name} {min(100, int(rng.gauss(82, 11)))}" for name in came)
    stage.go(stage.day(day - 14, 15), row, "attendance", office, names=scores)
    held = stage.day(day - 14, 17.5)
    stage.go(held, row, "hold", office, on=held.date(), summary=words.SUMMARY)


def _announced(stage: Stage) -> None:
    office = desk.office(stage, stage.rng("safety", "announced"))
    at = stage.day(3)
    title, field = words.TRAININGS[3]
    begins = stage.day(0, 0) + timedelta(days=6, hours=14.5)
    values = {"title": title, "field": field, "teacher": "区消防救援大队", "capacity": _CAPACITY,
              "starts_at": begins, "ends_at": begins + timedelta(hours=2),
              "unit": stage.units["safety"]}  # fmt: skip
    row = desk.enter_one(stage, at, names.TRAINING, values, office)
    stage.go(at + timedelta(hours=1), row, "invite", office)
    stage.go(at + timedelta(hours=2), row, "announce", office)


def _accident(stage: Stage, place: int) -> None:
    days, title, sort, injuries, loss, cause = words.ACCIDENTS[place]
    rng = stage.rng("safety", "accident", place)
    spot = rng.choice(stage.premises)
    values: dict[str, Any] = {
        "title": f"{spot.name}{title}", "sort": sort, "injuries": injuries, "loss": loss,
        "cause": cause, "unit": spot.unit, "day": clock.today(),
    }  # fmt: skip
    desk.enter_one(stage, stage.day(days, 16), names.ACCIDENT, values | spot.where,
                   desk.office(stage, rng))  # fmt: skip


def _changed(stage: Stage, one: Registered, place: int) -> None:
    """Graded anew, or closed: places nobody went to since."""
    row = Thing.objects.get(town_id=stage.town_id, kind=names.PREMISES, code=one.code)
    rng = stage.rng("safety", "changed", one.code)
    office, at = desk.office(stage, rng), stage.day(50 - place, 10)
    if place % 3 == 0:
        stage.go(at, row, "grade", office, grade=Grade.YELLOW, reason="新增明火作业，风险上升。")
    elif place % 3 == 1:
        stage.go(at, row, "suspend", office, reason="停业装修。")
    else:
        stage.go(at, row, "end", office, reason="已搬离，现场核实无人经营。")
