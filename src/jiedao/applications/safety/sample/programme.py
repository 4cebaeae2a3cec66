"""What is worked off in the year: programme tasks, power of villages, gas, fire-risk areas."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from jiedao.applications.safety import names
from jiedao.applications.safety.findings import open_about
from jiedao.applications.safety.sample import desk, words
from jiedao.engines.projects.models import Project
from jiedao.foundation.records.sampling import Chapter, Stage
from jiedao.foundation.things.models import Thing

_GAS_AT_ONCE = 6


def chapters(stage: Stage) -> Iterator[Chapter]:
    """Projects begin at once and go on in the year; households with gas are seen one by one."""
    yield Chapter(stage.start, partial(_projects, stage), first=True)
    for place, (title, *_rest) in enumerate(words.TASKS):
        yield Chapter(stage.day(350 - place * 9), partial(_go_on, stage, names.TASK, title, place))
    for place, title in enumerate(words.VILLAGES):
        yield Chapter(
            stage.day(300 - place * 30), partial(_go_on, stage, names.POWER, title, place)
        )
    for part in range(9):
        yield Chapter(stage.day(330 - part * 30), partial(_gas, stage, part))
    for place in range(3):
        yield Chapter(stage.day(320 - place * 40), partial(_listed, stage, place))
    yield Chapter(stage.day(60), partial(_cleared, stage))


def _projects(stage: Stage) -> None:
    rng, begin = stage.rng("safety", "projects"), stage.start.date()
    safety, office = stage.units["safety"], desk.office(stage, stage.rng("safety", "tasks"))
    tasks: list[dict[str, Any]] = [
        {"title": title, "field": field, "measure": measure, "unit": stage.units.get(unit, safety),
         "day": begin, "ends_on": begin + timedelta(days=rng.randrange(200, 520)), "year": begin.year}
        for title, field, unit, measure in words.TASKS
    ]  # fmt: skip
    stage.enter(names.TASK, tasks, office)
    areas = list(stage.communities)
    power: list[dict[str, Any]] = [
        {"title": title, "village": title.removesuffix("供用电整治"), "unit": stage.unit_of[area],
         "households": rng.randrange(160, 900), "area": area, "day": begin,
         "ends_on": begin + timedelta(days=rng.randrange(240, 460)),
         "amount_planned": rng.randrange(120, 680) * 10_000}
        for title, area in zip(words.VILLAGES, areas * len(words.VILLAGES), strict=False)
    ]  # fmt: skip
    stage.enter(names.POWER, power, office)


def _go_on(stage: Stage, kind: str, title: str, place: int) -> None:
    """Approved, begun, milestones reached, paid, accepted; each project comes as far as it does."""
    rng, row = stage.rng("safety", title), desk.find(stage, Project, kind, title)
    office = desk.office(stage, rng)
    begin = 350 - place * 9 if kind == names.TASK else 300 - place * 30
    if place == len(words.TASKS) - 1:
        return
    stage.go(stage.day(begin), row, "approve", office, note="方案可行，同意实施。")
    done = rng.choice((1, 2, 3, 4)) if place else 4
    for number, name in enumerate(words.MILESTONES):
        due = stage.day(begin - 50 * (number + 1)).date()
        stage.go(stage.day(begin, 10), row, "add_milestone", office, title=name, due_on=due)
    if done > 1:
        stage.go(stage.day(begin - 7), row, "start", office, on=stage.day(begin - 7).date())
    for number, name in enumerate(words.MILESTONES[:done]):
        at = stage.day(begin - 45 * (number + 1) + rng.randrange(0, 9))
        stage.go(at, row, "milestone_done", office, title=name, done_on=at.date())
        if kind == names.POWER:
            amount = int(row.amount_planned) // 5
            stage.go(at, row, "pay", office, amount=amount, note=f"{name}后支付")
    if done == len(words.MILESTONES):
        at = stage.day(begin - 45 * done - 12)
        stage.go(at, row, "accept", office, on=at.date(), note="资料齐全，现场验收合格。")


def _gas(stage: Stage, part: int) -> None:
    """Households are appointed, replaced and passed; some do not want it."""
    rows = Thing.objects.filter(town_id=stage.town_id, kind=names.GAS).order_by("id")
    for place, row in enumerate(rows[part * _GAS_AT_ONCE : (part + 1) * _GAS_AT_ONCE]):
        rng = stage.rng("safety", "gas", part, place)
        who, day = desk.handler(stage, rng, row.unit_id), 330 - part * 30 - place
        stage.go(stage.day(day, 10), row, "appoint", who, appointed_on=stage.day(day - 4).date())
        fate = rng.random()
        if fate < 0.15:
            stage.go(stage.day(day - 4), row, "refuse", who, refusal=rng.choice(words.REFUSALS))
        elif fate < 0.9:
            at = stage.day(day - 4, 15)
            stage.go(at, row, "replace", who, replaced_on=at.date(), valve=rng.random() < 0.7)
            if fate < 0.75:
                passed = stage.day(day - 12, 11)
                stage.go(passed, row, "pass", who, passed_on=passed.date())


def _listed(stage: Stage, place: int) -> None:
    """Fire-risk areas: one was struck off, one waits for acceptance, one is at work."""
    rows = Project.objects.filter(town_id=stage.town_id, kind=names.FIRE_LISTED).order_by("id")
    row = rows[place : place + 1].first()
    if row is None:
        return
    rng, begin = stage.rng("safety", "listed", place), 320 - place * 40
    who, office = desk.handler(stage, rng, row.unit_id), desk.office(stage, rng)
    for number, issue in enumerate(words.ISSUES):
        due = stage.day(begin - 40 * (number + 1)).date()
        stage.go(stage.day(begin), row, "add_milestone", who, title=issue, due_on=due)
    stage.go(stage.day(begin - 5), row, "start", who, on=stage.day(begin - 5).date())
    for number, issue in enumerate(words.ISSUES[: 2 if place == 2 else None]):
        at = stage.day(begin - 30 * (number + 1))
        stage.go(at, row, "milestone_done", who, title=issue, done_on=at.date())
    if place == 2:
        return
    asked = stage.day(begin - 30 * len(words.ISSUES) - 6)
    stage.go(asked, row, "ask", who)
    if place == 0:
        stage.go(asked + timedelta(days=9), row, "strike_off", office, score=91,
                on=asked.date() + timedelta(days=9), note="问题清单全部完成，现场抽查合格。")  # fmt: skip


def _cleared(stage: Stage) -> None:
    """Places of the areas that did all that was asked of them."""
    rows = Thing.objects.filter(town_id=stage.town_id, kind=names.PREMISES, state="in_use")
    for row in rows.filter(attributes__fire_area__isnull=False).order_by("id")[:40]:
        rng = stage.rng("safety", "cleared", row.code)
        clean = row.attributes.get("checked_on") and not row.attributes.get("faults")
        if (
            clean
            and not open_about(stage.town_id, row.kind, row.pk).exists()
            and rng.random() < 0.6
        ):
            at = stage.day(60, 10 + rng.random() * 6)
            stage.go(at, row, "clear_fire", desk.office(stage, rng), note=words.CLEARED,
                    fire_cleared_on=at.date())  # fmt: skip
