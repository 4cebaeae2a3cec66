"""The board in memory says of every reach what the gate and the database say."""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Q

from jiedao.engines.cases import board, clocks, kinds, queries
from jiedao.engines.cases.models import Approval, Assignment, Case
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock, history
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.history import Line
from tests.cast import SmallTown

pytestmark = [pytest.mark.data, pytest.mark.both]
NOON = datetime(2026, 3, 11, 12, tzinfo=clock.TOWN_ZONE)
STATES = ("handling", "dispatched", "archived")


def _columns(town: SmallTown, rng: random.Random, moment: datetime) -> dict[str, Any]:
    """Any state, place, secrecy and clocks, some of them to the second now."""

    def some(hours: int) -> datetime | None:
        at = moment + timedelta(hours=rng.randrange(-hours, hours))
        return rng.choice((None, at, at))

    units, places = town.units, town.places
    state = rng.choice(STATES)
    due = some(30) if state != "archived" else None
    return {
        "unit": rng.choice((units.city, units.water, units.squad, units.west, None)),
        "community": rng.choice((places.west, places.east)),
        "grid": rng.choice((places.grid_1, places.grid_3, None)),
        "secret": rng.random() < 0.2,
        "state": state,
        "due_at": due,
        "due_clock": rng.choice(("inner", clocks.SUSPENSION)) if due else "",
        "warn_at": due - timedelta(hours=rng.randrange(9)) if due and rng.random() < 0.8 else None,
        "suspended_until": some(40) if due and rng.random() < 0.3 else None,
        "dispatched_at": some(20),
        "closed_at": moment - timedelta(hours=rng.randrange(30)) if state == "archived" else None,
    }


def _file(town: SmallTown, rng: random.Random, count: int) -> list[Case]:
    cases = [
        Case(
            town_id=town.id, kind="request", number=f"C7{n:06d}", text="噪音", channel="window",
            reported_at=NOON - timedelta(hours=rng.randrange(48)), **_columns(town, rng, NOON),
        )
        for n in range(count)
    ]  # fmt: skip
    Case.objects.bulk_create(cases)
    for case in rng.sample(cases, count // 5):
        _concern(town, case, rng)
    return cases


def _concern(town: SmallTown, case: Case, rng: random.Random) -> None:
    """Another unit helps, or is named by an objection, now or no more."""
    unit = rng.choice((town.units.city, town.units.water, town.units.west))
    ended = rng.choice((None, NOON))
    if rng.random() < 0.5:
        Assignment.objects.create(case=case, unit=unit, part="co", assigned_at=NOON, ended_at=ended)
    else:
        Approval.objects.create(
            town_id=town.id, case=case, kind="objection", state="refused" if ended else "open",
            reason="不属本单位", asked_at=NOON, proposed_unit=unit,
        )  # fmt: skip


def _everybody(town: SmallTown) -> list[Account]:
    return list(Account.objects.filter(is_active=True).order_by("id"))


def _counted(reach: Reach) -> Counter[str]:
    """The same by the database alone."""
    moment, begin = clock.now(), board.midnight()
    rows = Case.objects.visible_to(reach)
    found = Counter({name: rows.filter(**{f"{name}__gte": begin}).count() for name in board.FLOWS})
    work = rows.filter(closed_at__isnull=True, state__in=kinds.open_states())
    late, calm = queries.is_late(moment), queries.is_calmly_suspended(moment)
    soon = queries.is_due_soon(moment) & ~Q(due_clock=clocks.SUSPENSION, suspended_until__isnull=False)  # fmt: skip
    found[board.RED] = work.filter(late).count()
    found[board.NEW] = work.filter(late, due_at__gte=begin).count()
    found[board.VIOLET] = work.filter(calm).count()
    found[board.AMBER] = work.filter(soon).count()
    found[board.NEUTRAL] = work.filter(queries.HAS_NO_LIMIT).count()
    others = (board.RED, board.VIOLET, board.AMBER, board.NEUTRAL)
    found[board.GREEN] = work.count() - sum(found[tone] for tone in others)
    return +found


def _same(town: SmallTown) -> None:
    seen = 0
    for account in _everybody(town):
        reach = reach_of(account)
        tally = board.tally_of(reach)
        expected = _counted(reach)
        assert +tally.whole == expected, account.name
        assert +sum(tally.units.values(), Counter[str]()) == expected
        assert +sum(tally.grids.values(), Counter[str]()) == expected
        work = Case.objects.visible_to(reach).filter(state__in=kinds.open_states())
        ids = sorted(work.filter(kind="request").values_list("id", flat=True), reverse=True)
        assert board.open_ids(reach, "request") == ids
        seen += bool(ids)
    assert seen > 4


def _change(town: SmallTown, rng: random.Random, cases: list[Case], moment: datetime) -> None:
    for case in rng.sample(cases, 12):
        Case.objects.filter(pk=case.pk).update(**_columns(town, rng, moment))
        if rng.random() < 0.3:
            case.assignments.update(ended_at=moment)
        history.record(town.id, [Line("case", case.pk, "sign")], actor=SYSTEM)


@pytest.mark.parametrize("seed", range(3))
def test_the_board_says_what_the_database_says(town: SmallTown, seed: int) -> None:
    rng = random.Random(seed)
    with clock.at(NOON):
        cases = _file(town, rng, 120)
        _same(town)
    hours = [0.5, 1.0, 5.0, 5.0, 11.9, 12.0, 30.0]
    for hour in hours:
        moment = NOON + timedelta(hours=hour)
        with clock.at(moment):
            _change(town, rng, cases, moment)
            # As a screen asks that has heard of it: no answer from before.
            with board.sharing.no_older_than(0.0):
                _same(town)


def test_time_alone_turns_the_colours(town: SmallTown) -> None:
    rng = random.Random(7)
    with clock.at(NOON):
        _file(town, rng, 120)
        _same(town)
    for minutes in range(0, 26 * 60, 97):
        with clock.at(NOON + timedelta(minutes=minutes)), board.sharing.no_older_than(0.0):
            _same(town)


def test_a_board_left_in_the_middle_is_read_anew(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(3)
    with clock.at(NOON):
        cases = _file(town, rng, 30)
        _same(town)
        _change(town, rng, cases, NOON)

        def fails(*_args: object) -> None:
            raise ConnectionError("the database went away")

        with monkeypatch.context() as patched, board.sharing.no_older_than(0.0):
            patched.setattr(board.Board, "_note_specials", fails)
            with pytest.raises(ConnectionError):
                board.tally_of(reach_of(town.leader))
        with board.sharing.no_older_than(0.0):
            _same(town)


def test_what_no_line_tells_is_seen_after_a_while(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.at(NOON):
        cases = _file(town, random.Random(4), 30)
        _same(town)
        before = board.tally_of(reach_of(town.leader)).whole
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(suspended_until=None, due_at=None)  # fmt: skip
        with board.sharing.no_older_than(0.0):
            assert board.tally_of(reach_of(town.leader)).whole == before
        late = board.time.monotonic() + board.AGE_SECONDS + board.SHARE + 1
        monkeypatch.setattr(board.time, "monotonic", lambda: late)
        _same(town)
        assert board.tally_of(reach_of(town.leader)).whole != before
