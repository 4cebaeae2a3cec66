"""Classes of matters: found, kept from day to day, worked on by people, measured."""

import pytest

from jiedao.engines.cases.models import Case
from jiedao.engines.mining.matters import acts, early, jobs, working
from jiedao.engines.mining.matters.words import KIND
from jiedao.engines.mining.matters.worker import ask_for_grouping
from jiedao.engines.mining.models import MatterClass, Member, Signal
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.cast import SmallTown
from tests.engines.cases.desk import at, reported
from tests.engines.mining.crowd import (
    crowd,
    elsewhere,
    long_ago,
    numbers,
    person,
    regrouped,
    the_class,
)
from tests.refusals import refused

pytestmark = pytest.mark.data


def who(account: Account) -> Actor:
    return actor_of(account)


def verbs(matter: MatterClass) -> list[str]:
    return [line.verb for line in history.timeline(matter.town_id, KIND, matter.pk)]


# What is found


def test_several_people_with_one_matter_are_a_class(town: SmallTown) -> None:
    matter, desks = the_class(town)
    assert numbers(matter) == {desk.number for desk in desks}
    assert (matter.size, matter.people) == (4, 4)
    assert matter.item == town.items.noise
    assert (matter.grid, matter.community) == (town.places.grid_1, town.places.west)
    assert (matter.lon, matter.lat) == (114.305, 22.705)
    assert sum(matter.weeks) == 4
    assert matter.state == "new"
    assert matter.heat > 0
    assert matter.title == "噪音扰民 · 西岭第一网格"
    assert matter.words == []  # all cases of the town say the same
    assert verbs(matter) == ["matter_found"]


def test_two_reports_or_one_persons_are_no_class(town: SmallTown) -> None:
    crowd(town, 2)
    assert regrouped(town) == []
    with at():
        for text in (
            "搅拌站夜间生产噪音扰民，粉尘污染严重，第二次",
            "搅拌站夜间生产噪音扰民，粉尘污染严重，还没处理",
        ):
            reported(town, text, **person(0))
    (matter,) = regrouped(town)
    assert (matter.size, matter.people) == (4, 2)


def test_one_person_who_asks_three_times_is_no_class(town: SmallTown) -> None:
    with at():
        for number in range(3):
            reported(town, f"搅拌站夜间生产噪音扰民，粉尘污染严重，第{number}次反映", **person(1))
    assert regrouped(town) == []


def test_secret_cases_are_left_out(town: SmallTown) -> None:
    crowd(town, 3)
    with at():
        hidden = reported(
            town, "搅拌站夜间生产噪音扰民，粉尘污染严重，举报老板", secret=True, **person(9)
        )
    (matter,) = regrouped(town)
    assert hidden.number not in numbers(matter)
    with refused(Conflict, "涉密"):
        acts.add_member(
            town.id, matter.number, hidden.number, "同一个站", actor=who(town.dispatcher)
        )
    assert matter.people == 3


def test_a_case_that_becomes_secret_leaves_its_class(town: SmallTown) -> None:
    matter, desks = the_class(town)
    Case.objects.filter(pk=desks[0].case.pk).update(secret=True)
    (again,) = regrouped(town, days=2)
    assert (again.pk, again.size, again.people) == (matter.pk, 3, 3)
    assert desks[0].number not in numbers(again)


def test_a_class_keeps_its_number_and_takes_in_what_comes(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    fresh = crowd(town, 1, first=4, days=2)
    (again,) = regrouped(town, days=3)
    assert (again.pk, again.number, again.size) == (matter.pk, matter.number, 5)
    assert fresh[0].number in numbers(again)
    line = history.timeline(town.id, KIND, matter.pk)[-1]
    assert line.changes["size"] == [4, 5]


def test_new_cases_are_added_without_grouping_all_anew(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    fresh = crowd(town, 1, first=4, days=1)
    (again,) = regrouped(town, days=1.05, anew=False)
    assert again.pk == matter.pk
    assert fresh[0].number in numbers(again)


def test_grouping_twice_changes_nothing(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    before = verbs(matter)
    with at(days=1):
        assert working.regroup(town.id, anew=True) == 0
    assert verbs(matter) == before


def test_nobody_is_named_and_long_numbers_are_starred_out(town: SmallTown) -> None:
    with at():
        for number in range(3):
            reported(
                town,
                f"联系13800001234，搅拌站夜间生产噪音扰民，粉尘污染{number}回",
                **person(number),
            )
    (matter,) = regrouped(town)
    assert "13800001234" not in matter.title + "".join(matter.words)
    stored = Member.objects.filter(matter=matter).values_list("case_id", "likeness")
    assert len(stored) == 3


# The worker


def test_the_worker_asks_once_for_what_came(town: SmallTown) -> None:
    crowd(town, 3)
    with at(days=1):
        assert ask_for_grouping() == 2  # this town and its neighbour, which nobody grouped yet
        assert ask_for_grouping() == 0
        assert jobs.regroup.func(town.id) == 1
    crowd(town, 1, first=3, days=1)
    with at(days=1, hours=5):
        assert ask_for_grouping() == 1
    with at(days=2):
        assert ask_for_grouping() == 2  # another night


# What people do


def test_a_class_that_was_dismissed_does_not_come_again(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    with refused(Forbidden):
        acts.dismiss(town.id, matter.number, "两个不同的站", actor=who(town.handler))
    with refused(NotFound):
        acts.dismiss(town.id, matter.number, "两个不同的站", actor=who(town.stranger))
    acts.dismiss(town.id, matter.number, "两个不同的站", actor=who(town.supervisor))
    crowd(town, 1, first=4, days=1)
    (again,) = regrouped(town, days=2)
    assert again.pk == matter.pk
    assert again.dismissed_at is not None
    line = history.timeline(town.id, KIND, matter.pk)[1]
    assert (line.verb, line.note, line.actor_name) == ("matter_dismissed", "两个不同的站", "唐督查")
    acts.restore(town.id, matter.number, "查过是同一家", actor=who(town.supervisor))
    assert MatterClass.objects.get(pk=matter.pk).dismissed_at is None


def test_a_case_that_was_taken_out_stays_out(town: SmallTown) -> None:
    matter, desks = the_class(town)
    number = desks[0].number
    with refused(Forbidden):
        acts.remove_member(town.id, matter.number, number, "另一个站", actor=who(town.reader))
    left = acts.remove_member(town.id, matter.number, number, "另一个站", actor=who(town.leader))
    assert (left.size, left.people) == (3, 3)
    (again,) = regrouped(town, days=2)
    assert number not in numbers(again)
    assert again.size == 3


def test_a_case_that_was_put_in_stays_in(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    with at(days=1):
        odd = reported(town, "平安路2号后巷炭火味很重", **person(7))
    with refused(Forbidden):
        acts.add_member(town.id, matter.number, odd.number, "同一个站", actor=who(town.checker))
    grown = acts.add_member(
        town.id, matter.number, odd.number, "同一个站", actor=who(town.dispatcher)
    )
    assert grown.size == 5
    with refused(Conflict, "已经在"):
        acts.add_member(town.id, matter.number, odd.number, "再来", actor=who(town.dispatcher))
    (again,) = regrouped(town, days=2)
    assert odd.number in numbers(again)
    with refused(Invalid):
        acts.add_member(town.id, matter.number, "C000", "没有", actor=who(town.dispatcher))


def test_a_case_is_of_one_class_alone(town: SmallTown) -> None:
    matter, desks = the_class(town)
    with at():
        for number in range(3):
            reported(
                town, f"东港码头停车场收费太高，乱收停车费第{number}回", longitude=114.335,
                **person(20 + number),
            )  # fmt: skip
    first, second = regrouped(town, days=2)
    other = second if first.pk == matter.pk else first
    acts.add_member(town.id, other.number, desks[0].number, "其实是收费", actor=who(town.leader))
    assert desks[0].number in numbers(other)
    assert desks[0].number not in numbers(matter)
    regrouped(town, days=3)
    assert desks[0].number in numbers(other)
    assert desks[0].number not in numbers(matter)


def test_a_playbook_is_kept_and_its_class_with_it(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    with refused(Forbidden):
        acts.write_playbook(town.id, matter.number, "先约谈店主", actor=who(town.handler))
    acts.write_playbook(town.id, matter.number, "先约谈店主", actor=who(town.dispatcher))
    (later,) = regrouped(town, days=200)
    assert later.playbook == "先约谈店主"
    assert later.state == "quiet"
    assert later.size == 4


# The root-cause case


def rooted(town: SmallTown, matter: MatterClass, days: float = 2) -> MatterClass:
    with at(days=days):
        return acts.open_root(
            town.id, matter.number, "整治搅拌站夜间生产扰民", actor=who(town.leader)
        )


def test_a_root_cause_case_is_opened_for_a_class(town: SmallTown) -> None:
    matter, desks = the_class(town)
    with refused(Forbidden):
        acts.open_root(town.id, matter.number, "整治搅拌站", actor=who(town.handler))
    root = rooted(town, matter).root
    assert root is not None
    assert (root.subject_kind, root.subject_id) == (KIND, matter.pk)
    assert (root.item, root.grid) == (town.items.noise, town.places.grid_1)
    assert all(desk.case.merged_into is None for desk in desks)
    with refused(Conflict, "已经"):
        rooted(town, matter)
    (again,) = regrouped(town, days=3)
    assert root.number not in numbers(again)


def test_members_join_only_when_somebody_says_so(town: SmallTown) -> None:
    matter, desks = the_class(town)
    root = rooted(town, matter).root
    assert root is not None
    chosen = [desks[0].number, desks[1].number]
    with at(days=2), refused(Forbidden):
        acts.join_members(town.id, matter.number, chosen, actor=who(town.leader))
    with at(days=2):
        acts.join_members(town.id, matter.number, chosen, actor=who(town.dispatcher))
    assert [desk.case.merged_into_id for desk in desks[:3]] == [root.pk, root.pk, None]
    assert root.requests.count() == 2
    with at(days=2), refused(Conflict):
        acts.join_members(town.id, matter.number, chosen[:1], actor=who(town.dispatcher))
    (again,) = regrouped(town, days=3)
    assert (again.size, again.people) == (4, 4)


def test_what_a_root_cause_case_changed_is_counted(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    root = rooted(town, matter, days=8).root
    assert root is not None
    (open_one,) = regrouped(town, days=9)
    assert (open_one.before, open_one.after) == (4 / 8, None)
    with at(days=10):
        Case.objects.filter(pk=root.pk).update(closed_at=clock.now())
    (closed,) = regrouped(town, days=24)
    assert (closed.before, closed.after) == (4 / 8, 0.0)
    assert closed.state == "new"
    crowd(town, 2, first=4, days=25)
    (returned,) = regrouped(town, days=38)
    assert returned.after == pytest.approx(2 / 4)
    assert returned.state == "returning"


# Early signals


def test_an_unusual_number_is_a_signal(town: SmallTown) -> None:
    for week in range(1, 9):
        with at(days=-7 * week):
            reported(town, "幸福路1号门前垃圾没人清理", **person(week))
    with at():
        reported(town, "幸福路1号门前垃圾没人清理", **person(30))
    elsewhere(town)
    with at(days=1):
        assert early.look(town.id) == 0
    crowd(town, 5)
    with at(days=1):
        assert early.look(town.id) == 1
        assert early.look(town.id) == 1
    signal = Signal.objects.get()
    assert (signal.item, signal.grid, signal.count) == (town.items.noise, town.places.grid_1, 5)
    assert signal.p <= signal.q <= 0.05
    assert signal.expected < 0.1


def test_a_town_that_has_just_begun_has_no_usual_to_compare_with(town: SmallTown) -> None:
    crowd(town, 5)
    with at(days=1):
        assert early.look(town.id) == 0
    long_ago(town)
    with at(days=1):
        assert early.look(town.id) == 1
