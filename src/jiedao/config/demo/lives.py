"""The life of one case in the demo town: what is done next, by whom, after how much time.

A generator yields steps; the story makes them at their time through the actions and sends
back the work as it then stands.
"""

from datetime import datetime, timedelta

from jiedao.config.demo import words
from jiedao.config.demo.aftercare import closed, released, reopened
from jiedao.config.demo.fate import AT_WORK, Fate, Life, Part, Step, item_of, signed
from jiedao.engines.cases.models import Assignment
from jiedao.engines.cases.work import Work
from jiedao.kernel.actors import Actor

_ROUNDS = 8
"""Failed checks and redone work send a case round again; more than this no case needs."""


def live(fate: Fate, work: Work, arrived: datetime) -> Life:
    """Steps from intake to the archive; some ends come early."""
    moment = arrived
    if fate.trackable and fate.chance(0.008):
        at = moment + timedelta(minutes=fate.rng.randrange(4, 60))
        data = {"reason": fate.rng.choice(words.WITHDRAWALS)}
        yield Step(at, "resident.withdraw", None, data)
        return
    if work.case.state in ("reported", "accepted"):
        work, moment = yield from received(fate, work, moment)
    if work.case.state == "dispatched":
        work, moment = yield from _taken_up(fate, work, moment)
    for _round in range(_ROUNDS):
        if work.case.state not in AT_WORK:
            break
        work, moment = yield from worked(fate, work, moment)
        work, moment = yield from checked(fate, work, moment)
        work, moment = yield from closed(fate, work, moment)
        work, moment = yield from released(fate, work, moment)
        if work.case.state in ("archived", "declined") and fate.chance(0.004):
            work, moment = yield from reopened(fate, work, moment)


def received(fate: Fate, work: Work, moment: datetime) -> Part:
    """The dispatch desk: a few are declined, the others go to their unit."""
    dispatcher = fate.cast.one(fate.rng, "dispatcher")
    item_id = work.case.item_id or fate.item_id
    if work.case.state == "reported":
        moment = fate.on_a_desk(moment, 0.1, 1.5)
        if fate.chance(0.14):
            return (yield from _not_ours(fate, work, moment, dispatcher))
        if fate.chance(0.4):
            work = yield Step(moment, "accept", dispatcher, {"item": item_id})
            # Difficult ones are talked over before they go anywhere.
            moment = fate.later(moment, *((3, 14) if fate.chance(0.15) else (0.1, 1.2)))
    else:
        moment = fate.later(moment, 0.1, 1.5)
    work = yield Step(moment, "dispatch", dispatcher, {"item": item_id})
    return work, moment


def _not_ours(fate: Fate, work: Work, moment: datetime, dispatcher: Actor) -> Part:
    """Declined; an order of a platform, which cannot be refused here, is applied for return."""
    if not any(row.of_platform for row in work.requests):
        work = yield Step(moment, "decline", dispatcher, words.declined(fate.rng))
        if work.case.state == "declined":
            return work, moment
        # Meanwhile an order of the platform has joined it: it is ours after all.
        moment = fate.later(moment, 0.1, 1)
        item = {"item": work.case.item_id or fate.item_id}
        work = yield Step(moment, "dispatch", dispatcher, item)
        return work, moment
    asked = {"reason": fate.rng.choice(words.NOT_OURS), "evidence": fate.rng.choice(words.PROOFS)}
    work = yield Step(moment, "ask_return_up", dispatcher, asked)
    moment = fate.on_a_desk(moment, 2, 9)
    answer = {"upheld": fate.chance(0.7), "note": fate.rng.choice(words.FINDINGS)}
    work = yield Step(moment, "record_return_up", dispatcher, answer)
    if work.case.state == "reported":
        moment = fate.later(moment, 0.1, 1)
        item_id = work.case.item_id or fate.item_id
        work = yield Step(moment, "dispatch", dispatcher, {"item": item_id})
    return work, moment


def _taken_up(fate: Fate, work: Work, moment: datetime) -> Part:
    """Signed for and contacted; sometimes returned or objected to, most of all when the words
    had led to the wrong item."""
    rng, case = fate.rng, work.case
    wrong = case.item_id != fate.item_id
    if fate.chance(0.35 if wrong else 0.012):
        moment = fate.later(moment, 0.1, 1.9)
        reason = rng.choice(words.RETURN_REASONS)
        work = yield Step(moment, "return", fate.handler(case), {"reason": reason})
        moment = fate.on_a_desk(moment, 0.3, 2)
        dispatcher = fate.cast.one(rng, "dispatcher")
        work = yield Step(moment, "dispatch", dispatcher, {"item": fate.item_id})
    elif case.state == "dispatched" and fate.chance(0.3 if wrong else 0.01):
        # The dispatcher, or a second look at the desk, is quicker than the unit.
        moment = fate.later(moment, 0.05, 0.5)
        dispatcher = fate.cast.one(rng, "dispatcher")
        why = {"reason": rng.choice(words.RECALL_REASONS)}
        work = yield Step(moment, "recall", dispatcher, why)
        moment = fate.later(moment, 0.02, 0.2)
        work = yield Step(moment, "dispatch", dispatcher, {"item": fate.item_id})
    elif fate.chance(0.018):
        work, moment = yield from _disputed(fate, work, fate.later(moment, 0.1, 1.9))
    return (yield from signed(fate, work, moment))


def _disputed(fate: Fate, work: Work, moment: datetime) -> Part:
    rng, case = fate.rng, work.case
    rivals = [code for code in ("law", "works", "city", "water", "housing", "safety", "stability")
              if fate.units.get(code) not in (None, case.unit_id)]  # fmt: skip
    other = fate.units[rng.choice(rivals)]
    data = {
        "reason": rng.choice(words.OBJECTIONS),
        "citation": f"{fate.matter.code} {fate.matter.name}",
        "proposed_unit": other,
    }
    work = yield Step(moment, "object", fate.handler(case), data)
    heard = fate.chance(0.7)
    if heard:
        moment = fate.later(moment, 0.3, 1.5)
        agrees = fate.chance(0.3)
        said = {"text": rng.choice(words.HEARINGS[agrees]), "agrees": agrees}
        work = yield Step(moment, "hear", fate.cast.handler(rng, other), said)
    moment = fate.on_a_desk(moment, 0.5, 3)
    ruling = {
        "upheld": fate.chance(0.4),
        "reason": rng.choice(words.RULINGS),
        "precedent": fate.chance(0.2),
        "unit": None,
        "unheard": "" if heard else rng.choice(words.UNHEARD),
    }
    work = yield Step(moment, "arbitrate", fate.cast.one(rng, "arbiter"), ruling)
    return work, fate.later(moment, 0.1, 1)


def worked(fate: Fate, work: Work, moment: datetime) -> Part:
    """More time asked where it is needed; co-handlers report; the work is reported done."""
    rng = fate.rng
    if work.case.state == "dispatched":
        work = yield Step(moment, "sign", fate.handler(work.case))
    done = _done_at(fate, work, moment)
    due = max((row.due_at for row in work.clocks if row.kind == "inner" and row.running),
              default=None)  # fmt: skip
    if due is not None and moment < due < done and fate.chance(0.7):
        work, done = yield from _more_time(fate, work, moment, done)
        if work.case.suspended_until is not None:
            moment = work.case.suspended_until + timedelta(hours=1)
    work, moment = yield from _meanwhile(fate, work, moment, done)
    if work.case.state not in AT_WORK:
        return work, moment
    for row in [row for row in work.assignments if _waits_for(row)]:
        part = max(moment, min(done, fate.later(moment, 0.5, 3)))
        helper = fate.cast.handler(rng, row.unit_id)
        work = yield Step(part, "report_part", helper, {"text": rng.choice(words.PARTS)})
    work, done = yield from _stages(fate, work, moment, max(done, moment))
    result = {"result": words.result(rng, fate.matter)}
    work = yield Step(done, "handle", fate.handler(work.case), result, _evidence(fate, work))
    return work, done


def _waits_for(row: Assignment) -> bool:
    return row.part == "co" and row.reported_at is None and row.ended_at is None


def _evidence(fate: Fate, work: Work) -> tuple[str, ...]:
    item = item_of(work)
    wanted = item.evidence if item else ()
    photos = [stage for stage in ("before", "after") if f"{stage}_photo" in wanted]
    if not photos and fate.chance(0.2):
        photos = ["after"]
    return (*photos, *(["document"] if "document" in wanted else []))


def _stages(fate: Fate, work: Work, moment: datetime, done: datetime) -> Part:
    """Of staged limits the earlier ones are finished on the way."""
    staged = sorted(
        (row for row in work.clocks if row.stage and row.stopped_at is None),
        key=lambda row: row.due_at,
    )
    for row in staged[:-1]:
        # Late stages are rare: the first one is a visit and a word.
        at = row.started_at + (row.due_at - row.started_at) * fate.rng.uniform(0.2, 1.03)
        moment = max(moment, at)
        done = max(done, moment)
        actor = fate.handler(work.case)
        work = yield Step(moment, "stage_done", actor, {"stage": row.stage, "note": ""})
    return work, done


def _more_time(fate: Fate, work: Work, moment: datetime, done: datetime) -> Part:
    rng, boss = fate.rng, fate.cast.one(fate.rng, "supervisor")
    running = [row for row in work.clocks if row.kind == "inner" and row.running]
    inner = max(running, key=lambda row: row.due_at)
    first = min(row.due_at for row in running)
    asked = moment + (first - moment) * rng.uniform(0.2, 0.75)
    if first <= moment or not inner.limit_amount:
        return work, done
    if fate.chance(0.12):
        until = (asked + timedelta(days=rng.randrange(15, 60))).date().isoformat()
        data = {"reason": rng.choice(words.SUSPENSIONS), "until": until}
        work = yield Step(asked, "ask_suspension", fate.handler(work.case), data)
        decided = fate.on_a_desk(asked, 0.5, 3)
        work = yield Step(decided, "decide_suspension", boss, {"upheld": True, "note": "同意"})
        return work, fate.later(work.case.suspended_until or done, 2, 16)
    wish = {
        "reason": rng.choice(words.EXTENSIONS),
        "amount": inner.limit_amount,
        "stage": inner.stage,
    }
    work = yield Step(asked, "ask_extension", fate.handler(work.case), wish)
    verdict = {"upheld": fate.chance(0.9), "note": rng.choice(words.VERDICTS)}
    decided = fate.on_a_desk(asked, 0.3, 2)
    work = yield Step(decided, "decide_extension", boss, verdict)
    return work, max(done, decided)


def _meanwhile(fate: Fate, work: Work, moment: datetime, done: datetime) -> Part:
    """What happens beside the work: additions, urging, supervision, a leader's interest."""
    for share, part in ((0.03, _resident_speaks), (0.012, _superior_presses), (0.006, _led)):
        if fate.chance(share * (2.5 if fate.slow(work.case) else 1.0)) and done > moment:
            at = moment + (done - moment) * fate.rng.uniform(0.2, 0.8)
            step = part(fate, work, at)
            if step is not None and work.case.state in AT_WORK:
                work = yield step
                moment = at
    return work, moment


def _resident_speaks(fate: Fate, _work: Work, at: datetime) -> Step | None:
    if not fate.trackable:
        return None
    act, text = fate.rng.choice((("urge", words.URGES), ("add_text", words.ADDITIONS)))
    return Step(at, f"resident.{act}", None, {"text": fate.rng.choice(text)})


def _superior_presses(fate: Fate, work: Work, at: datetime) -> Step | None:
    move = "urge" if work.case.supervised or fate.chance(0.6) else "supervise"
    data = {"reason": fate.rng.choice(words.PRESSURES)}
    return Step(at, move, fate.cast.one(fate.rng, "supervisor"), data)


def _led(fate: Fate, _work: Work, at: datetime) -> Step | None:
    note = {"note": fate.rng.choice(words.LEADS)}
    return Step(at, "take_lead", fate.cast.one(fate.rng, "leader"), note)


def checked(fate: Fate, work: Work, moment: datetime) -> Part:
    """Somebody else looks, calls or reads; now and then it goes back."""
    if work.case.state != "handled":
        return work, moment
    alone = fate.handler(work.case)
    if _is_lone_night(fate, work, alone, moment) and fate.chance(0.5):
        return (yield from _checked_alone(fate, work, moment, alone))
    return (yield from _checked_by_another(fate, work, fate.later(moment, 0.3, 6)))


def _checked_by_another(fate: Fate, work: Work, moment: datetime) -> Part:
    rng = fate.rng
    own = (*work.case.step_actors.get("hands", ()), work.case.handler_id)
    checker = fate.cast.one(rng, "checker", but=own)
    if fate.chance(0.06 if fate.slow(work.case) else 0.022):
        reason = rng.choice(words.CHECK_FAILS)
        work = yield Step(moment, "check_fail", checker, {"reason": reason})
        return work, fate.later(moment, 0.5, 4)
    item = item_of(work)
    photos = ("check",) if item is not None and item.check_way == "on_spot" else ()
    data = {"note": rng.choice(words.CHECK_NOTES)}
    work = yield Step(moment, "check_pass", checker, data, photos)
    return work, moment


def _is_lone_night(fate: Fate, work: Work, alone: Actor, moment: datetime) -> bool:
    """Whether whoever did the work at night may pass it too: few hold both rights."""
    may = alone.reach is not None and alone.reach.anywhere("cases.check")
    own = alone.id is not None and alone.id in work.case.step_actors.get("hands", ())
    by_phone = fate.matter.check == "phone" and not fate.calendar.is_open(moment)
    return by_phone and may and own


def _checked_alone(fate: Fate, work: Work, moment: datetime, alone: Actor) -> Part:
    """A lone night shift passes its own work; somebody checks it the next workday."""
    moment += timedelta(minutes=fate.rng.randrange(2, 30))
    data = {"note": "夜班独自值守，先行办结。", "night_shift": True}
    work = yield Step(moment, "check_pass", alone, data)
    if work.case.state == "handled":
        # Somebody else was there after all, and checks it when the day begins.
        return (yield from _checked_by_another(fate, work, fate.on_a_desk(moment, 0.5, 3)))
    moment = fate.later(moment, 0.5, 3)
    checker = fate.cast.one(fate.rng, "checker", but=(alone.id,))
    verdict = {"upheld": True, "note": "补核查，情况属实"}
    work = yield Step(moment, "decide_night_check", checker, verdict)
    return work, moment


def _done_at(fate: Fate, work: Work, moment: datetime) -> datetime:
    """Most finish within the limit, good units early; a few are late."""
    inner = max((row.due_at for row in work.clocks if row.kind == "inner"), default=None)
    if inner is None or inner <= moment:
        return fate.later(moment, 1, 10)
    share = fate.rng.betavariate(2.0, 3.4) * 0.97
    if fate.chance(0.26 if fate.slow(work.case) else 0.03):
        share = fate.rng.uniform(1.05, 1.9)
    done = moment + (inner - moment) * share
    # Round the clock for urgent matters; otherwise within office hours.
    if fate.urgent or fate.calendar.is_open(done):
        return done
    return max(moment, fate.calendar.next_opening(done)) if share < 0.6 else done
