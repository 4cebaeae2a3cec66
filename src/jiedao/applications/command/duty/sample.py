"""Six weeks of duty in the demo town, through the actions, and ten days of roster ahead."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from jiedao.applications.command.duty import sample_words as words
from jiedao.applications.command.duty.actions import NewCallout, answer, call_out, close
from jiedao.applications.command.duty.models import Callout
from jiedao.applications.command.kinds import EVENT
from jiedao.engines.cases.actions import NewCase, make_move, open_case
from jiedao.foundation.records.sampling import Chapter, Stage
from jiedao.foundation.staff.actions.handovers import Note, hand_over, sign_handover
from jiedao.foundation.staff.actions.roster import NewShift, add_shifts
from jiedao.foundation.staff.actions.swaps import agree_swap, ask_swap
from jiedao.foundation.staff.duty import Shift
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.staff.roster import changeover, comers
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor

BEFORE, AHEAD = 42, 10
NIGHT: Final = 18
"""The hour at which the night shift of the duty officers begins."""
_DEPARTMENTS = ("safety", "city", "water")
_OFFICERS = 5
_MINUTES = timedelta(minutes=1)


def chapters(stage: Stage) -> Iterator[Chapter]:
    """The roster first; then each week's handovers, each emergency, each call-out."""
    yield Chapter(stage.day(BEFORE + 1), partial(_roster, stage), first=True)
    rest = [
        _chapter(stage, stage.day(7 * week, 8), partial(_handovers, stage, week))
        for week in range(BEFORE // 7 - 1, -1, -1)
    ]
    for place, (days, hour, *_rest) in enumerate(words.EVENTS):
        rest.append(_chapter(stage, stage.day(days, hour), partial(_event, stage, place)))
    rest.append(_chapter(stage, stage.day(3, 20), partial(_drill, stage)))
    # Its first report is due in twenty-odd minutes: nothing waits for the worker yet.
    at = stage.end - 38 * _MINUTES
    rest += [
        Chapter(at, partial(_open_event, stage, at), first=True),
        Chapter(stage.end - 9 * _MINUTES, partial(_called_now, stage), first=True),
        Chapter(stage.end - 8 * _MINUTES, partial(_swaps, stage), first=True),
    ]
    yield from sorted(rest, key=lambda chapter: chapter.at)


def _chapter(stage: Stage, at: datetime, tell: partial[None]) -> Chapter:
    return Chapter(at, tell, at >= stage.recent)


# -- the roster --------------------------------------------------------------------------------


def _roster(stage: Stage) -> None:
    """Who plans, leads and sits on duty; then everybody's shifts."""
    stage.appoint("duty_planner", "party", slice(0, 1))
    stage.appoint("duty_leader", "office", slice(0, 9))
    stage.appoint("duty_officer", "centre", slice(1, 6))
    news: list[NewShift] = []
    for day in range(-BEFORE, AHEAD):
        begin = _begin(stage, day)
        news += _office(stage, day, begin)
        news += _units(stage, day, begin)
    (planner,) = stage.people("duty_planner")[:1]
    add_shifts(stage.town_id, news, actor=planner)


def _begin(stage: Stage, day: int) -> datetime:
    """The changeover of a day of duty, counted from the one that runs at the end."""
    at = changeover(stage.town_id)
    local = stage.end.astimezone(clock.TOWN_ZONE)
    today = local.date() - timedelta(days=local.time() < at)
    return datetime.combine(today + timedelta(days=day), at, clock.TOWN_ZONE)


def _office(stage: Stage, day: int, begin: datetime) -> list[NewShift]:
    """A leader for the day, an officer for the day and one for the night. Whom a visitor signs in
    as is on duty when the demo begins."""
    end, dusk = begin + timedelta(days=1), begin.replace(hour=NIGHT, minute=0)
    leaders = _ids(stage.people("duty_leader"))
    officers = _officers(stage)
    running_night = stage.end >= _begin(stage, 0).replace(hour=NIGHT, minute=0)
    place = 2 * day - running_night
    return [
        NewShift(Shift.Part.LEADER, leaders[day % len(leaders)], begin, end),
        NewShift(Shift.Part.OFFICER, officers[place % len(officers)], begin, dusk),
        NewShift(Shift.Part.OFFICER, officers[(place + 1) % len(officers)], dusk, end),
    ]


def _officers(stage: Stage) -> list[int]:
    """The duty officers; first the one whose first post is night duty, whom visitors sign in as."""
    return _ids(reversed(stage.people("duty_officer", stage.units["centre"])))[:_OFFICERS]


def _ids(people: Sequence[Actor] | Iterator[Actor]) -> list[int]:
    return list(dict.fromkeys(one.id for one in people if one.id is not None))


def _units(stage: Stage, day: int, begin: datetime) -> list[NewShift]:
    """Three departments and every community, around the clock."""
    end, news = begin + timedelta(days=1), []
    for part, units in (
        (Shift.Part.UNIT, [stage.units[code] for code in _DEPARTMENTS if code in stage.units]),
        (Shift.Part.COMMUNITY, [stage.unit_of[area] for area in stage.communities]),
    ):
        for unit in units:
            people = _ids(stage.people("", unit))
            if people:
                news.append(NewShift(part, people[day % len(people)], begin, end, unit))
    return news


# -- handing over ------------------------------------------------------------------------------


def _handovers(stage: Stage, week: int) -> None:
    """The notes of a week's duty officers; the last one waits for its signature."""
    until = stage.day(7 * week, 8) if week else stage.end
    shifts = Shift.objects.filter(
        town_id=stage.town_id, part=Shift.Part.OFFICER, withdrawn_at=None,
        ends_at__gt=stage.day(7 * (week + 1), 8), ends_at__lte=until,
    )  # fmt: skip
    for shift in shifts.select_related("account").order_by("ends_at"):
        rng = stage.rng("duty", "handover", shift.starts_at.isoformat())
        with clock.at(shift.ends_at - rng.randrange(3, 15) * _MINUTES):
            note = Note(rng.choice(words.HAPPENED), rng.choice(words.OPEN), words.THINGS)
            row = hand_over(stage.town_id, shift.pk, note, actor=_actor(stage, shift.account))
        signed = shift.ends_at + rng.randrange(2, 12) * _MINUTES
        following = comers(shift)
        newest = not shifts.filter(ends_at__gt=shift.ends_at).exists()
        if following and signed < stage.end and not (newest and week == 0):
            with clock.at(signed):
                comer = _actor(stage, following[0].account)
                sign_handover(stage.town_id, row.pk, rng.choice(words.SIGNED), actor=comer)


def _actor(stage: Stage, account: Account) -> Actor:
    return actor_of(account, stage.town_id)


def _on_duty(stage: Stage, moment: datetime) -> Actor:
    """The duty officer of a moment."""
    rows = Shift.objects.filter(
        town_id=stage.town_id, part=Shift.Part.OFFICER, withdrawn_at=None,
        starts_at__lte=moment, ends_at__gt=moment,
    )  # fmt: skip
    return _actor(stage, rows.select_related("account").order_by("id")[0].account)


def _swaps(stage: Stage) -> None:
    """One exchange agreed, one question that waits for whoever is on duty now."""
    coming = Shift.objects.filter(
        town_id=stage.town_id, part=Shift.Part.OFFICER, withdrawn_at=None, starts_at__gt=clock.now()
    )
    rows = list(coming.select_related("account").order_by("starts_at"))
    first, second = rows[2], rows[4]
    swap = ask_swap(stage.town_id, first.pk, second.account, second.pk, words.SWAP[0],
                    actor=_actor(stage, first.account))  # fmt: skip
    agree_swap(stage.town_id, swap.pk, actor=_actor(stage, second.account))
    asked = _on_duty(stage, clock.now())
    mine = next(row for row in rows[5:] if row.account_id == asked.id)
    other = next(row for row in rows[5:] if row.account_id != asked.id and row.pk != mine.pk)
    account = Account.objects.get(pk=asked.id or 0)
    ask_swap(stage.town_id, other.pk, account, mine.pk, words.SWAP[1],
             actor=_actor(stage, other.account))  # fmt: skip


# -- emergencies and call-outs -----------------------------------------------------------------


def _event(stage: Stage, place: int) -> None:
    """Called in, reported upward (one of them late), sent, followed, settled."""
    _days, _hour, text, sort, grade, unit, minutes, course = words.EVENTS[place]
    at = clock.now()
    officer = _on_duty(stage, at)
    number = _called_in(stage, officer, text, sort, grade, place)
    said: tuple[tuple[int, str, dict[str, object], Actor], ...] = ((minutes, "report_up", {"note": words.TO}, officer),
            (minutes + 4, "send", {"unit": stage.units[unit]}, officer))  # fmt: skip
    for after, key, data, who in said:
        _go(stage, number, at + after * _MINUTES, key, data, who)
    people = stage.people("", stage.units[unit])
    handler = stage.rng("duty", "event", place).choice(people)
    _go(stage, number, at + (minutes + 40) * _MINUTES, "follow",
        {"note": words.FOLLOWED, "casualties": "无"}, handler)  # fmt: skip
    _go(stage, number, at + (minutes + 150) * _MINUTES, "settle", {"course": course}, handler)


def _called_in(stage: Stage, officer: Actor, text: str, sort: str, grade: str, place: int) -> str:
    spot = stage.rng("duty", "spot", place).choice(stage.buildings)
    new = NewCase(
        f"{spot.name}{text}", "staff", EVENT, longitude=spot.lon, latitude=spot.lat,
        address=spot.address, find_place=False,
        attributes={"matter": text, "sort": sort, "grade": grade},
    )  # fmt: skip
    return open_case(stage.town_id, new, actor=officer).number


def _go(
    stage: Stage, number: str, at: datetime, key: str, data: dict[str, object], who: Actor
) -> None:
    if at < stage.end:
        with clock.at(at):
            make_move(stage.town_id, number, key, data, actor=who)


def _open_event(stage: Stage, at: datetime) -> None:
    """One that is going on: sent, its first report still due."""
    officer = _on_duty(stage, at)
    number = _called_in(stage, officer, words.NOW, "accident", "general", len(words.EVENTS))
    _go(stage, number, at + 5 * _MINUTES, "send", {"unit": stage.units["safety"]}, officer)


def _drill(stage: Stage) -> None:
    """A call-out of all communities: answered one after the other, ended with what came of it."""
    at = clock.now()
    officer = _on_duty(stage, at)
    row = call_out(stage.town_id, NewCallout("communities", *words.DRILL), actor=officer)
    for place, one in enumerate(row.called.select_related("account").order_by("id")):
        for minutes, step in ((2 + place, "received"), (6 + 2 * place, "set_out"),
                              (20 + 3 * place, "arrived")):  # fmt: skip
            _answer(stage, row, at + minutes * _MINUTES, step, one.account)
    with clock.at(at + timedelta(hours=2)):
        close(stage.town_id, row.pk, words.DRILL_RESULT, actor=officer)


def _called_now(stage: Stage) -> None:
    """A call-out that runs: some have answered, some have not."""
    at = clock.now()
    row = call_out(stage.town_id, NewCallout("on_duty", *words.CALL), actor=_on_duty(stage, at))
    for place, one in enumerate(row.called.select_related("account").order_by("id")):
        if place % 3 != 2:
            _answer(stage, row, at + (1 + place % 6) * _MINUTES, "received", one.account)
        if place % 3 == 0:
            _answer(stage, row, at + 7 * _MINUTES, "set_out", one.account)


def _answer(stage: Stage, row: Callout, at: datetime, step: str, who: Account) -> None:
    with clock.at(min(at, stage.end)):
        answer(stage.town_id, row.pk, step, actor=_actor(stage, who))
