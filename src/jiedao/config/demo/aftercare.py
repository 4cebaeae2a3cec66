"""After the work of a demo case: the reply, visits and ratings, redo, exemption, reopening."""

from datetime import datetime
from typing import Any

from jiedao.config.demo import words
from jiedao.config.demo.fate import Fate, Part, Step, signed
from jiedao.engines.cases import clocks
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.work import Work

_PATIENCE = 3
GOOD = dict.fromkeys(("speed", "effect", "attitude", "feedback"), "satisfied")


def closed(fate: Fate, work: Work, moment: datetime) -> Part:
    """Closed with a reply, visited or rated; dissatisfied, it is done again."""
    rng = fate.rng
    if work.case.state != "checked":
        return work, moment
    moment = fate.later(moment, 0.2, 3)
    unit = fate.cast.names.get(work.case.unit_id or 0, "承办单位")
    data = {"reply": words.reply(rng, fate.matter, unit, moment)}
    work = yield Step(moment, "close", fate.cast.one(rng, "dispatcher"), data)
    for row in [row for row in work.requests if row.state == "answered"]:
        if work.case.state != "closed":
            break
        moment = fate.later(moment, 1.5, 16)
        answers = _answers(fate, work.case)
        if fate.trackable and len(work.requests) == 1 and fate.chance(0.3):
            rated = dict.fromkeys(answers, "satisfied") | answers
            remark: dict[str, Any] = {"answers": rated, "remark": rng.choice(words.REMARKS)}
            work = yield Step(moment, "resident.give_rating", None, remark)
        else:
            visit: dict[str, Any] = {
                "request": row.number,
                **({"answered": True} | answers if fate.chance(0.86) else {"answered": False}),
            }
            work = yield Step(moment, "visit", fate.cast.one(rng, "caller"), visit)
    if work.case.redo_count and work.case.state == "handling" and fate.chance(0.8):
        work, moment = yield from _exempted(fate, work, moment)
    work, moment = yield from _appealed(fate, work, moment)
    return work, fate.later(moment, 0.5, 5)


def _exempted(fate: Fate, work: Work, moment: datetime) -> Part:
    """Twice redone and still dissatisfied: two persons may find the demand unreasonable, and a
    third decides."""
    unhappy = [row for row in work.requests if row.satisfaction == "dissatisfied"]
    caller = fate.cast.one(fate.rng, "caller")
    second = fate.cast.one(fate.rng, "caller", but=(caller.id,))
    if work.case.redo_count < 2 or not unhappy or second.id == caller.id:
        return work, moment
    data = {"reason": "诉求超出法律法规规定，已两次当面解释。", "request": unhappy[0].number}
    work = yield Step(moment, "ask_exemption", caller, data)
    moment = fate.later(moment, 0.5, 3)
    work = yield Step(moment, "second_exemption", second, {"note": "同意联署"})
    moment = fate.later(moment, 1, 6)
    boss = fate.cast.one(fate.rng, "supervisor")
    verdict = {"upheld": fate.chance(0.7), "note": "复核属实"}
    work = yield Step(moment, "decide_exemption", boss, verdict)
    return work, moment


def _appealed(fate: Fate, work: Work, moment: datetime) -> Part:
    """Late, but not by the unit's fault: now and then it appeals, and somebody else decides."""
    late = any(row.kind == "inner" and clocks.ran_late(row, moment) for row in work.clocks)
    if work.case.state not in ("closed", "archived") or not late or fate.chance(0.88):
        return work, moment
    moment = fate.later(moment, 1, 8)
    data = {"reason": fate.rng.choice(words.APPEALS), "clock": "inner"}
    work = yield Step(moment, "ask_appeal", fate.handler(work.case), data)
    moment = fate.on_a_desk(moment, 1, 8)
    verdict = {"upheld": fate.chance(0.5), "note": fate.rng.choice(words.FINDINGS)}
    work = yield Step(moment, "decide_appeal", fate.cast.one(fate.rng, "supervisor"), verdict)
    return work, moment


def released(fate: Fate, work: Work, moment: datetime) -> Part:
    """What is over leaves the supervision list, nearly always."""
    if work.case.state != "archived" or not work.case.supervised or fate.chance(0.06):
        return work, moment
    moment = fate.later(moment, 3, 30)
    data = {"reason": fate.rng.choice(words.RELEASES)}
    work = yield Step(moment, "unsupervise", fate.cast.one(fate.rng, "supervisor"), data)
    return work, moment


def reopened(fate: Fate, work: Work, moment: datetime) -> Part:
    """A superior has it done again; it goes over the dispatch desk."""
    moment = fate.later(moment, 4, 30)
    boss = fate.cast.one(fate.rng, "supervisor")
    work = yield Step(moment, "reopen", boss, {"reason": fate.rng.choice(words.REOPENINGS)})
    dispatcher = fate.cast.one(fate.rng, "dispatcher")
    moment = fate.later(moment, 0.2, 1.5)
    work = yield Step(moment, "dispatch", dispatcher, {"item": work.case.item_id or fate.item_id})
    return (yield from signed(fate, work, fate.later(moment, 0.1, 1.5)))


def _answers(fate: Fate, case: Case) -> dict[str, Any]:
    unhappy = 0.12 if fate.slow(case) else 0.028
    if case.redo_count:
        # Who has seen somebody come three times is content at last.
        unhappy = 0.36 if case.redo_count < _PATIENCE else 0.0
    if fate.chance(unhappy):
        return GOOD | {fate.rng.choice(("speed", "effect", "feedback")): "dissatisfied"}
    if fate.chance(0.06):
        return GOOD | {fate.rng.choice(list(GOOD)): "basically"}
    return dict(GOOD)
