"""The life of one case in the demo town: what is done next, by whom, after how much time.

A generator yields steps; the simulator makes them at their time through the actions and sends
back the case as it then is.
"""

import random
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from jiedao.config.demo import words
from jiedao.config.demo.matters import Matter
from jiedao.config.demo.people import Cast
from jiedao.engines.cases.models import Case
from jiedao.foundation.workdays.calendar import Calendar
from jiedao.kernel.actors import Actor

GOOD = dict.fromkeys(("speed", "effect", "attitude", "feedback"), "satisfied")


@dataclass(frozen=True)
class Step:
    """A move at a time by an actor; pictures of the stages ``photos`` are attached before it."""

    at: datetime
    move: str
    actor: Actor
    data: dict[str, Any] = field(default_factory=dict)
    photos: tuple[str, ...] = ()


Life = Generator[Step, Case, None]


@dataclass
class Fate:
    """What a life is drawn from."""

    rng: random.Random
    cast: Cast
    calendar: Calendar
    matter: Matter
    item_id: int
    units: dict[str, int]

    def later(self, moment: datetime, low: float, high: float) -> datetime:
        """So many office hours later."""
        return self.calendar.add_working(moment, timedelta(hours=self.rng.uniform(low, high)))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


def live(fate: Fate, case: Case, arrived: datetime) -> Life:
    """Steps from intake to the archive; a case that nobody takes up ends early."""
    moment = arrived
    if case.state in ("reported", "accepted"):
        moment = fate.later(moment, 0.1, 1.5)
        if fate.chance(0.03) and case.state == "reported":
            yield Step(moment, "decline", fate.cast.one(fate.rng, "dispatcher"), _declined(fate))
            return
        data = {"item": case.item_id or fate.item_id}
        unit_id = fate.units.get(fate.matter.lead)
        if unit_id is not None and case.item_id in (None, fate.item_id):
            data["unit"] = unit_id
        case = yield Step(moment, "dispatch", fate.cast.one(fate.rng, "dispatcher"), data)
    if case.state == "dispatched":
        case, moment = yield from _taken_up(fate, case, moment)
    rounds = 0
    while case.state in ("dispatched", "handling") and rounds < 4:
        rounds += 1
        case, moment = yield from _worked(fate, case, moment)
        case, moment = yield from _checked(fate, case, moment)
        if case.state == "checked":
            case, moment = yield from _closed(fate, case, moment)


Part = Generator[Step, Case, tuple[Case, datetime]]


def _taken_up(fate: Fate, case: Case, moment: datetime) -> Part:
    """Signed for, contacted; sometimes objected to or returned."""
    rng = fate.rng
    moment = fate.later(moment, 0.05, 1.6 if not _slow(fate, case) else 4.0)
    handler = _handler(fate, case)
    if fate.chance(0.012):
        reason = rng.choice(words.RETURN_REASONS)
        case = yield Step(moment, "return", handler, {"reason": reason})
        moment = fate.later(moment, 0.3, 2)
        data = {"unit": fate.units.get(fate.matter.lead)}
        case = yield Step(moment, "dispatch", fate.cast.one(rng, "dispatcher"), data)
        moment = fate.later(moment, 0.1, 1.5)
        handler = _handler(fate, case)
    elif fate.chance(0.018):
        case, moment = yield from _disputed(fate, case, moment, handler)
        handler = _handler(fate, case)
    known = case.requests.exclude(requester=None).exists()
    if known and fate.chance(0.7):
        case = yield Step(moment, "contact", handler, {"note": "已电话联系诉求人"})
    else:
        case = yield Step(moment, "sign", handler)
    return case, moment


def _disputed(fate: Fate, case: Case, moment: datetime, handler: Actor) -> Part:
    rng = fate.rng
    others = [pk for pk in fate.cast.handlers if pk != case.unit_id]
    data = {
        "reason": rng.choice(words.OBJECTIONS),
        "citation": f"{fate.matter.code} {fate.matter.name}",
        "proposed_unit": rng.choice(others),
    }
    case = yield Step(moment, "object", handler, data)
    moment = fate.later(moment, 1, 4)
    upheld = fate.chance(0.4) and fate.matter.lead != "community"
    ruling = {
        "upheld": upheld,
        "reason": "权属核实后按职责清单裁定",
        "precedent": fate.chance(0.2),
        # A ruling names the unit itself; the community keeps what is on its list.
        "unit": fate.units.get("law") if upheld else None,
    }
    case = yield Step(moment, "arbitrate", fate.cast.one(rng, "arbiter"), ruling)
    return case, fate.later(moment, 0.1, 1)


def _worked(fate: Fate, case: Case, moment: datetime) -> Part:
    """More time asked where it is needed; co-handlers report; the work is reported done."""
    rng, handler = fate.rng, _handler(fate, case)
    if case.state == "dispatched":
        case = yield Step(moment, "sign", handler)
    done = _done_at(fate, case, moment)
    if case.due_at is not None and done > case.due_at and fate.chance(0.6):
        case, done = yield from _more_time(fate, case, moment, handler, done)
    for unit_id in _helpers(case):
        part = min(done, fate.later(moment, 0.5, 3))
        text = "已派人到场配合处置。"
        case = yield Step(part, "report_part", fate.cast.handler(rng, unit_id), {"text": text})
    photos = ("before",) if "before_photo" in fate.matter.evidence else ()
    if fate.matter.evidence or fate.chance(0.2):
        photos = (*photos, "after")
    case = yield Step(done, "handle", handler, {"result": words.result(rng)}, photos)
    return case, done


def _more_time(fate: Fate, case: Case, moment: datetime, handler: Actor, done: datetime) -> Part:
    rng, boss = fate.rng, fate.cast.one(fate.rng, "supervisor")
    asked = fate.later(moment, 0.2, 1)
    if fate.chance(0.12):
        until = (asked + timedelta(days=rng.randrange(15, 60))).date().isoformat()
        data = {"reason": rng.choice(words.SUSPENSIONS), "until": until}
        case = yield Step(asked, "ask_suspension", handler, data)
        decided = fate.later(asked, 0.5, 3)
        case = yield Step(decided, "decide_suspension", boss, {"upheld": True, "note": "同意"})
        resumed = case.suspended_until or done
        return case, fate.later(resumed, 2, 16)
    rows = (row for row in case.clocks.all() if row.kind == "inner" and row.running)
    inner = max(rows, key=lambda row: row.due_at, default=None)
    if inner is None or not inner.limit_amount or asked >= inner.due_at:
        return case, done
    wish = {"reason": rng.choice(words.EXTENSIONS), "amount": inner.limit_amount}
    case = yield Step(asked, "ask_extension", handler, wish)
    verdict = {"upheld": fate.chance(0.9), "note": "按规定办理"}
    case = yield Step(fate.later(asked, 0.3, 2), "decide_extension", boss, verdict)
    return case, done


def _checked(fate: Fate, case: Case, moment: datetime) -> Part:
    rng = fate.rng
    if case.state != "handled":
        return case, moment
    moment = fate.later(moment, 0.3, 6)
    checker = fate.cast.one(rng, "checker")
    if fate.chance(0.03):
        reason = rng.choice(words.CHECK_FAILS)
        case = yield Step(moment, "check_fail", checker, {"reason": reason})
        return case, fate.later(moment, 0.5, 4)
    photos = ("check",) if fate.matter.check == "on_spot" else ()
    data = {"note": rng.choice(words.CHECK_NOTES)}
    case = yield Step(moment, "check_pass", checker, data, photos)
    return case, moment


def _closed(fate: Fate, case: Case, moment: datetime) -> Part:
    rng = fate.rng
    moment = fate.later(moment, 0.2, 3)
    unit = fate.cast.names.get(case.unit_id or 0, "承办单位")
    data = {"reply": words.reply(rng, fate.matter, unit, moment)}
    case = yield Step(moment, "close", fate.cast.one(rng, "dispatcher"), data)
    for number in list(case.requests.filter(state="answered").values_list("number", flat=True)):
        if case.state != "closed":
            break
        moment = fate.later(moment, 2, 20)
        answers = {"request": number, **_answers(fate, case)}
        case = yield Step(moment, "visit", fate.cast.one(rng, "caller"), answers)
    return case, fate.later(moment, 0.5, 5)


def _answers(fate: Fate, case: Case) -> dict[str, Any]:
    if fate.chance(0.16):
        return {"answered": False}
    unhappy = 0.05 if _slow(fate, case) else 0.018
    if case.redo_count:
        unhappy = 0.25
    if fate.chance(unhappy):
        worst = fate.rng.choice(("speed", "effect", "feedback"))
        return GOOD | {worst: "dissatisfied"}
    if fate.chance(0.1):
        return GOOD | {fate.rng.choice(list(GOOD)): "basically"}
    return dict(GOOD)


def _done_at(fate: Fate, case: Case, moment: datetime) -> datetime:
    """Most finish within the limit, good units early; a few are late."""
    inner = max((row.due_at for row in case.clocks.all() if row.kind == "inner"), default=None)
    if inner is None or inner <= moment:
        return fate.later(moment, 1, 10)
    share = fate.rng.betavariate(2.0, 3.2) * (1.35 if _slow(fate, case) else 1.02)
    if fate.chance(0.02):
        share += fate.rng.uniform(0.5, 1.5)
    done = moment + (inner - moment) * share
    # Round the clock for urgent matters; otherwise within office hours.
    if fate.matter.level == 1 or fate.calendar.is_open(done):
        return done
    return max(moment, fate.calendar.next_opening(done)) if share < 0.6 else done


def _slow(fate: Fate, case: Case) -> bool:
    return case.unit_id in fate.cast.poor_units


def _handler(fate: Fate, case: Case) -> Actor:
    return fate.cast.handler(fate.rng, case.unit_id or 0)


def _helpers(case: Case) -> Iterator[int]:
    rows = case.assignments.filter(part="co", ended_at=None, reported_at=None)
    yield from rows.values_list("unit_id", flat=True)


def _declined(fate: Fate) -> dict[str, str]:
    outcome = fate.rng.choice(
        ("beyond_duty", "statutory_route", "repeated", "emergency_line", "beyond_duty")
    )
    reasons = {
        "beyond_duty": "不属于本街道职责，建议向市级主管部门反映。",
        "statutory_route": "涉及合同纠纷，建议通过诉讼或仲裁解决。",
        "repeated": "同一事项已答复，无新情况。",
        "emergency_line": "情况紧急，请立即拨打 110 或 119。",
    }
    return {"outcome": outcome, "reason": reasons[outcome]}
