"""The roster by its actions: who may plan, exchange, hand over and sign; no slot ever stands empty."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedao.foundation.staff.actions.handovers import Note, hand_over, sign_handover
from jiedao.foundation.staff.actions.roster import NewShift, add_shifts, reassign, withdraw
from jiedao.foundation.staff.actions.swaps import agree_swap, answer_no, ask_swap
from jiedao.foundation.staff.duty import Handover, Shift, Swap
from jiedao.foundation.staff.models import Account, Notice
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.foundation.staff.roster import on_now, roster, telephone, unsigned, unwritten
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from tests.cast import SmallTown

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(NOON):
        yield


@contextmanager
def refused(kind: type[Refused], words: str = "") -> Iterator[None]:
    with pytest.raises(kind) as info, transaction.atomic():
        yield
    assert words in info.value.sentence


def put(town: SmallTown, who: Account, begin: int, end: int, part: str = "officer") -> Shift:
    """Somebody on the roster, in hours from Monday noon."""
    new = NewShift(part, who.pk, NOON + begin * HOUR, NOON + end * HOUR)
    return add_shifts(town.id, [new], actor=SYSTEM)[0].shift


def test_only_who_plans_puts_people_on_the_roster(town: SmallTown) -> None:
    new = NewShift("officer", town.checker.pk, NOON + 6 * HOUR, NOON + 21 * HOUR)
    with refused(Forbidden, "编排值班表"):
        add_shifts(town.id, [new], actor=actor_of(town.dispatcher))
    (added,) = add_shifts(town.id, [new], actor=SYSTEM)
    assert (added.known, added.shift.unit_id) == (False, town.units.centre.pk)
    assert Notice.objects.filter(account=town.checker, kind="duty").count() == 1
    (again,) = add_shifts(town.id, [new], actor=SYSTEM)
    assert (again.known, again.shift.pk) == (True, added.shift.pk)
    assert Shift.objects.count() == 1


def test_a_batch_is_taken_whole_or_not(town: SmallTown) -> None:
    good = NewShift("officer", town.checker.pk, NOON, NOON + 9 * HOUR)
    bad = NewShift("officer", town.nobody.pk, NOON, NOON + 9 * HOUR)
    with pytest.raises(Invalid) as info:
        add_shifts(town.id, [good, bad], actor=SYSTEM)
    assert info.value.errors.keys() == {"1.account"}
    assert not Shift.objects.exists()
    nowhere = NewShift("community", town.checker.pk, NOON, NOON + 9 * HOUR)
    with refused(Invalid, "哪个社区"):
        add_shifts(town.id, [nowhere], actor=SYSTEM)
    with refused(Invalid, "72 小时"):
        add_shifts(town.id, [NewShift("officer", town.checker.pk, NOON, NOON)], actor=SYSTEM)
    add_shifts(town.id, [good], actor=SYSTEM)


def test_who_is_on_now_over_midnight(town: SmallTown) -> None:
    night = put(town, town.checker, 6, 21)
    put(town, town.clerk_west, 0, 24, "community")
    reach = reach_of(town.reader)
    assert [one.account for one in on_now(reach)] == [town.clerk_west]
    with clock.at(NOON + 13 * HOUR):
        assert [one.account for one in on_now(reach)] == [town.checker, town.clerk_west]
        assert on_now(reach_of(town.nobody)) == []
        assert on_now(reach_of(town.checker))[0].pk == night.pk
    with clock.at(night.ends_at):
        assert night.pk not in {one.pk for one in on_now(reach)}


def test_the_roster_shows_gaps_and_doubles(town: SmallTown) -> None:
    put(town, town.leader, 0, 24, "leader")
    put(town, town.checker, 0, 10)
    put(town, town.checker, 8, 14)
    found = roster(reach_of(town.reader), NOON, NOON + 24 * HOUR)
    rows = {row.title: row for row in found.rows}
    assert not rows["带班领导"].gaps
    assert [(one.starts_at, one.ends_at) for one in rows["值班员"].gaps] == [
        (NOON + 14 * HOUR, NOON + 24 * HOUR)
    ]
    assert rows["东港社区"].gaps, "a community without anybody is a gap, not an absent row"
    assert len(found.doubles) == 1


def test_the_telephone_is_never_a_private_one(town: SmallTown) -> None:
    town.units.centre.phone, town.checker.phone = "0755-28000110", "13800001234"
    town.units.centre.save()
    town.checker.save()
    shift = put(town, town.checker, 0, 10)
    assert telephone(on_now(reach_of(town.reader))[0]) == "0755-28000110"
    town.town.settings["duty_phone"] = "0755-28000119"
    town.town.save()
    towns.forget(town.id)
    assert telephone(shift) == "0755-28000119"


def test_a_shift_is_withdrawn_or_given_to_another(town: SmallTown) -> None:
    shift = put(town, town.checker, 2, 10)
    with refused(Forbidden):
        withdraw(town.id, shift.pk, "请假", actor=actor_of(town.checker))
    given = reassign(town.id, shift.pk, town.caller, "请假", actor=SYSTEM)
    assert given.account_id == town.caller.pk
    withdraw(town.id, shift.pk, "台风改全员值守", actor=SYSTEM)
    with refused(Conflict, "已经撤下"):
        withdraw(town.id, shift.pk, "再撤", actor=SYSTEM)
    verbs = [line.verb for line in history.timeline(town.id, "shift", shift.pk)]
    assert verbs == ["added", "reassigned", "withdrawn"]
    put(town, town.caller, 2, 10)


def test_a_swap_is_asked_by_one_and_agreed_by_the_other(town: SmallTown) -> None:
    mine, theirs = put(town, town.checker, 6, 21), put(town, town.caller, 30, 45)
    ask = (town.id, mine.pk, town.caller, theirs.pk, "家里有事")
    with refused(Forbidden, "自己的班"):
        ask_swap(*ask, actor=actor_of(town.caller))
    swap = ask_swap(*ask, actor=actor_of(town.checker))
    with refused(Conflict, "已经在问人"):
        ask_swap(*ask, actor=actor_of(town.checker))
    with refused(Forbidden, "不是您"):
        agree_swap(town.id, swap.pk, actor=actor_of(town.checker))
    agree_swap(town.id, swap.pk, actor=actor_of(town.caller))
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.account_id, theirs.account_id) == (town.caller.pk, town.checker.pk)
    with refused(Conflict, "已经有了答复"):
        answer_no(town.id, swap.pk, "swap_declined", actor=actor_of(town.caller))


def test_a_swap_that_is_refused_changes_nothing(town: SmallTown) -> None:
    mine = put(town, town.checker, 6, 21)
    swap = ask_swap(town.id, mine.pk, town.caller, None, "看病", actor=actor_of(town.checker))
    put(town, town.caller, 8, 12, "unit")
    with refused(Conflict, "已经有班"):
        agree_swap(town.id, swap.pk, actor=actor_of(town.caller))
    answer_no(town.id, swap.pk, "swap_declined", actor=actor_of(town.caller))
    mine.refresh_from_db()
    assert mine.account_id == town.checker.pk
    again = ask_swap(town.id, mine.pk, town.arbiter, None, "看病", actor=actor_of(town.checker))
    withdraw(town.id, mine.pk, "撤", actor=SYSTEM)
    again.refresh_from_db()
    assert again.state == Swap.State.TAKEN_BACK


def test_a_leaders_shift_goes_to_a_leader_and_a_begun_one_to_nobody(town: SmallTown) -> None:
    leads = put(town, town.leader, 20, 44, "leader")
    with refused(Conflict, "只能由领导"):
        ask_swap(town.id, leads.pk, town.caller, None, "开会", actor=actor_of(town.leader))
    ask_swap(town.id, leads.pk, town.auditor, None, "开会", actor=actor_of(town.leader))
    begun = put(town, town.checker, -2, 10)
    with refused(Conflict, "已经开始"):
        ask_swap(town.id, begun.pk, town.caller, None, "有事", actor=actor_of(town.checker))


def test_a_note_is_written_by_who_goes_and_signed_by_who_comes(town: SmallTown) -> None:
    goes, comes = put(town, town.checker, -9, 1), put(town, town.caller, 1, 16)
    note = Note("接报 3 起，均已处置", "幸福路积水待复查", "钥匙 2 把")
    with refused(Forbidden, "当班的人"):
        hand_over(town.id, goes.pk, note, actor=actor_of(town.caller))
    row = hand_over(town.id, goes.pk, note, actor=actor_of(town.checker))
    assert [one.pk for one in unsigned(reach_of(town.dispatcher))] == [row.pk]
    assert unsigned(reach_of(town.clerk_west)) == [], "not on this duty and no right to read"
    with refused(Forbidden, "接班的人"):
        sign_handover(town.id, row.pk, "", actor=actor_of(town.checker))
    with refused(Forbidden, "接班的人"):
        sign_handover(town.id, row.pk, "", actor=actor_of(town.dispatcher))
    hand_over(town.id, goes.pk, Note("接报 4 起，均已处置"), actor=actor_of(town.checker))
    sign_handover(town.id, row.pk, "已阅", actor=actor_of(town.caller))
    assert unsigned(reach_of(town.dispatcher)) == []
    with refused(Conflict, "已经签收"):
        hand_over(town.id, goes.pk, note, actor=actor_of(town.checker))
    assert Handover.objects.get().signed_by_id == comes.account_id


def test_who_hands_nothing_over_is_seen(town: SmallTown) -> None:
    goes = put(town, town.checker, -9, -1)
    reach = reach_of(town.dispatcher)
    assert unwritten(reach, NOON - 24 * HOUR) == [], "nobody has come yet"
    put(town, town.caller, -1, 16)
    assert unwritten(reach, NOON - 24 * HOUR) == [goes]
    hand_over(town.id, goes.pk, Note("无"), actor=actor_of(town.checker))
    assert unwritten(reach, NOON - 24 * HOUR) == []


def test_another_towns_people_find_nothing(town: SmallTown) -> None:
    shift = put(town, town.checker, 6, 21)
    other = actor_of(town.stranger)
    neighbour = town.stranger.town_id or 0
    with refused(NotFound):
        ask_swap(neighbour, shift.pk, town.stranger, None, "换", actor=other)
    with refused(Forbidden):
        withdraw(town.id, shift.pk, "撤", actor=other)
    assert on_now(reach_of(town.stranger)) == []


def test_the_database_holds_a_shift_once(town: SmallTown) -> None:
    shift = put(town, town.checker, 6, 21)
    shift.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        shift.save(force_insert=True)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "agree", "decline", "back"]),
        st.integers(0, 5), st.integers(0, 5), st.booleans(),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_run_of_swaps_ever_empties_or_doubles_a_slot(
    town: SmallTown, steps: list[tuple[str, int, int, bool]]
) -> None:
    """Whatever is asked, agreed, declined: every slot stays manned by one who is nowhere else."""
    people = [town.checker, town.caller, town.arbiter]
    sid = transaction.savepoint()
    with clock.at(NOON):
        rows = [put(town, people[n % 3], 6 + 15 * n, 21 + 15 * n) for n in range(6)]
        slots = sorted((one.pk, one.starts_at, one.ends_at, one.part) for one in rows)
        for what, first, second, both in steps:
            _step(town, rows, people, what, (first, second), both)
            now = list(Shift.objects.filter(withdrawn_at=None).order_by("pk"))
            assert sorted((s.pk, s.starts_at, s.ends_at, s.part) for s in now) == slots
            found = roster(reach_of(town.reader), rows[0].starts_at, rows[-1].ends_at)
            assert not next(row for row in found.rows if row.part == "officer").gaps
            assert not found.doubles
    transaction.savepoint_rollback(sid)


def _step(
    town: SmallTown,
    rows: list[Shift],
    people: list[Account],
    what: str,
    chosen: tuple[int, int],
    both: bool,
) -> None:
    one, other = (Shift.objects.get(pk=rows[n].pk) for n in chosen)
    holder = {who.pk: who for who in people}
    try:
        with transaction.atomic():
            if what == "ask":
                ask_swap(town.id, one.pk, holder[other.account_id], other.pk if both else None,
                         "换", actor=actor_of(holder[one.account_id]))  # fmt: skip
                return
            swap = Swap.objects.filter(state="asked").order_by("pk").first()
            if swap is None:
                return
            if what == "agree":
                agree_swap(town.id, swap.pk, actor=actor_of(holder[swap.asked_of_id]))
            else:
                verb = {"decline": "swap_declined", "back": "swap_taken_back"}[what]
                who = swap.asked_of_id if what == "decline" else swap.asked_by_id
                answer_no(town.id, swap.pk, verb, actor=actor_of(holder[who]))
    except Refused:
        return
