"""The unit that really solves it: from counts in chains, weighed, and seen as of its time."""

from datetime import timedelta

import pytest

from jiedao.engines.mining.evaluating.order_columns import FEATURES, when
from jiedao.engines.mining.routing.features import Features, in_days
from jiedao.engines.mining.routing.router import Router
from jiedao.engines.mining.routing.units import Solved, duplicates, normal
from jiedao.kernel.errors import Invalid
from tests.engines.mining.invented_orders import START, orders, unit_of


def learned(rows: list[dict[str, str]]) -> Router:
    units = [row["DISPOSE_UNIT_ID"] for row in rows]
    return Router.learn(rows, units, [when(row) for row in rows], features=FEATURES)


@pytest.fixture(scope="module")
def town() -> list[dict[str, str]]:
    return orders(400)


@pytest.fixture(scope="module")
def router(town: list[dict[str, str]]) -> Router:
    return learned(town)


def asked(kind: str, community: str) -> dict[str, str]:
    return {
        "EVENT_TYPE_ID": "works" if kind in {"lamp", "hole"} else "green",
        "MAIN_TYPE_ID": kind, "SUB_TYPE_ID": f"{kind}1", "COMMUNITY_ID": community,
        "STREET_ID": "north" if community in "ab" else "south",
        "EVENT_SRC_ID": "app", "EVENT_PROPERTY_ID": "complaint",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["leak", "lamp", "tree", "hole"])
@pytest.mark.parametrize("community", ["a", "d"])
def test_it_knows_who_solves_a_kind_in_a_place_and_who_took_it_over(
    router: Router, kind: str, community: str
) -> None:
    ranked = router.rank([asked(kind, community)])[0]
    assert ranked[0].unit == unit_of(kind, community, 79)
    assert len(ranked) == 3
    assert 1 >= ranked[0].p >= ranked[1].p >= ranked[2].p > 0
    assert sum(one.p for one in ranked) <= 1.0001


def test_a_unit_that_is_new_today_is_ranked_by_what_it_solved_today(
    town: list[dict[str, str]],
) -> None:
    router = learned(town)
    row, last = asked("leak", "a"), when(town[-1])
    for minute in range(1, 12):
        router.add(row, "taken over", last + timedelta(minutes=minute))
    assert "taken over" in [one.unit for one in router.rank([row])[0]]


def test_it_says_how_many_alike_were_its(router: Router) -> None:
    first = router.rank([asked("tree", "a")])[0][0]
    columns, share = first.why.split(" ")
    its, all_alike = map(int, share.split("/"))
    assert set(columns.split("+")) <= set(FEATURES.columns)
    assert 0 < its <= all_alike
    assert its / all_alike > 0.7


def test_orders_at_or_after_the_time_of_asking_change_nothing(town: list[dict[str, str]]) -> None:
    middle = START + timedelta(days=40)
    before = [row for row in town if when(row) < middle]
    after = [row | {"DISPOSE_UNIT_ID": "1"} for row in town if when(row) >= middle]
    question = [asked(kind, c) for kind in ("leak", "lamp", "hole") for c in "abcd"]
    early = learned(before)
    told = early.rank(question, at=middle)
    for row in after:
        early.add(row, row["DISPOSE_UNIT_ID"], when(row))
    assert early.rank(question, at=middle) == told
    assert early.rank(question) != told


def test_the_lessons_of_a_window_hold_nothing_of_it_or_later() -> None:
    town, turn = orders(200), START + timedelta(days=30)
    later = [row["DISPOSE_UNIT_ID"] for row in town if when(row) >= turn]
    others = iter(reversed(later))
    turned = [row | {"DISPOSE_UNIT_ID": next(others)} if when(row) >= turn else row for row in town]
    one, two = (
        [lesson for lesson in learned(rows).lessons() if lesson.days[0] < in_days(turn)]
        for rows in (town, turned)
    )
    assert later != later[::-1]
    assert len(one) == len(two) > 5
    assert all((a.known == b.known).all() for a, b in zip(one, two, strict=True))


def test_one_more_order_counts_at_once() -> None:
    rows = orders(60)
    router = learned(rows)
    new = asked("tree", "a") | {
        "SUB_TYPE_ID": "tree-new",
        "MAIN_TYPE_ID": "new",
        "EVENT_TYPE_ID": "n",
    }
    at = when(rows[-1])
    for hour in range(6):
        router.add(new, "new unit", at + timedelta(hours=hour))
    assert router.rank([new])[0][0].unit == "new unit"


def test_bytes_keep_all_of_it(router: Router, town: list[dict[str, str]]) -> None:
    again = Router.from_bytes(router.to_bytes())
    assert again.rank(town[:30]) == router.rank(town[:30])
    again.add(town[0], "another", when(town[-1]))
    assert "another" in again.units
    assert "another" not in router.units


def test_without_a_past_it_answers_nothing_and_unseen_values_get_the_usual_units(
    router: Router,
) -> None:
    assert learned([]).rank([asked("leak", "a")]) == [[]]
    assert router.rank([]) == []
    unseen = router.rank([dict.fromkeys(FEATURES.columns, "?"), {}])
    assert all(len(ranked) == 3 and ranked[0].p < 0.9 for ranked in unseen)


def test_too_few_orders_are_ranked_by_counts_alone() -> None:
    router = learned(orders(20))
    assert not len(router.weights)
    assert router.rank([asked("tree", "a")])[0][0].unit == "1"


def test_lists_of_different_length_are_said_so() -> None:
    with pytest.raises(Invalid, match="differ in number"):
        Router.learn([{}], [], [], features=FEATURES)


def test_it_serves_any_columns() -> None:
    rows = [{"item": "a", "grid": g} for g in "xyxyxyxy"]
    at = [START + timedelta(days=day) for day in range(8)]
    plain = Router.learn(rows, ["p", "q"] * 4, at, features=Features(("item",), ("grid",)))
    assert [r[0].unit for r in plain.rank([{"item": "a", "grid": g} for g in "xy"])] == ["p", "q"]


def solved(unit: str, name: str, what: str, where: str, days: range) -> list[Solved]:
    return [Solved(unit, name, what, where, START + timedelta(days=day)) for day in days]


def test_a_unit_that_was_renumbered_and_a_second_spelling_are_found() -> None:
    found = duplicates(
        [
            *solved("7", "Road Office", "hole", "a", range(10)),
            *solved("9", "road office (North)", "hole", "a", range(12, 40)),
            *solved("9", "Road-Office", "hole", "a", range(40, 43)),
            *solved("-", "-", "hole", "a", range(4)),
        ]
    )
    numbers = [one for one in found if one.kind == "numbers"]
    names = [one for one in found if one.kind == "names"]
    assert [(one.keep, one.other, one.orders, one.overlap) for one in numbers] == [
        ("9", "7", 10, 0)
    ]
    assert numbers[0].work == pytest.approx(1)
    assert [(one.keep, one.other) for one in names] == [("road office (North)", "Road-Office")]


def test_units_that_only_sound_or_only_work_alike_are_left_apart() -> None:
    found = duplicates(
        [
            *solved("1", "Road Office", "hole", "a", range(9)),
            *solved("2", "Road Office", "hole", "b", range(9)),
            *solved("3", "Inspection team", "hole", "a", range(9)),
        ]
    )
    assert found == []


def test_brackets_width_and_signs_are_no_part_of_a_name() -> None:
    assert normal("Ａ－Office（North）") == normal("a office")
    assert normal("（North）") == "north"
