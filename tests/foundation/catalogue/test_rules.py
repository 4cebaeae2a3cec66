"""Key words, channels and places name an item where only one can be meant, always the same way."""

from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.catalogue.entries import CatalogueItem
from jiedao.foundation.catalogue.lookup import Catalogue
from jiedao.foundation.catalogue.rules import Rule, RuleSet, fold, rules_of

WEST, EAST = 1, 2


def item(
    number: int, name: str, *, parent: int | None = None, kinds: tuple[str, ...] = ()
) -> CatalogueItem:
    return CatalogueItem(
        id=number, code=f"{number:02}", name=name, parent_id=parent, depth=1 + bool(parent), path=name, level=3,
        check_way="phone", evidence=(), kinds=kinds, keywords=(), secret=False, active=True,
    )  # fmt: skip


ITEMS = [
    item(1, "道路积水"),
    item(2, "车库积水"),
    item(3, "井盖破损"),
    item(4, "传感器告警"),
    item(5, "施工噪音", kinds=("request",)),
    item(6, "噪音扰民"),
    item(7, "人行道破损"),
    item(8, "乱堆放"),
    item(9, "楼道堆放", parent=8),
]
RULES = [
    *rules_of(1, ["积水", "内涝"], {}, {}),
    *rules_of(2, ["积水+车库"], {}, {}),
    *rules_of(3, ["井盖", "ＡＢ沟盖板"], {}, {}),
    *rules_of(4, [], {"rules": [{"channels": ["sensor"]}]}, {}),
    *rules_of(5, ["噪音"], {}, {}),
    *rules_of(6, ["噪音"], {"rules": [{"words": ["噪音"], "communities": ["W"]}]}, {"W": WEST}),
    *rules_of(7, ["人行道＋破损／松动", "pavement+lifted"], {}, {}),
    *rules_of(8, ["堆放"], {}, {}),
    *rules_of(9, ["楼道+堆放/堆满"], {}, {}),
]
CATALOGUE = Catalogue(0, ITEMS, {}, [], RULES)


def named(text: str, channel: str = "", community: int | None = None, kind: str = "") -> str:
    found = CATALOGUE.suggest(text, channel, community, kind)
    return found.item.name if found else ""


def perhaps(text: str) -> list[str]:
    return [found.item.name for found in CATALOGUE.candidates(text)]


def test_a_text_that_may_mean_two_items_is_left_to_a_person_who_is_told_which() -> None:
    assert named("门口积水很深") == "道路积水"
    assert named("积水里的ab沟盖板坏了") == ""
    assert perhaps("积水里的ab沟盖板坏了") == ["井盖破损", "道路积水"]
    assert perhaps("什么都没有") == []


def test_a_rule_of_two_words_needs_both_and_beats_one() -> None:
    assert named("地下车库积水") == "车库积水"
    assert named("车库门坏了") == ""


def test_words_are_found_in_whatever_width_and_case() -> None:
    assert named("AB沟盖板") == named("ａｂ沟盖板") == "井盖破损"


def test_a_thing_and_its_fault_must_stand_in_one_clause() -> None:
    assert named("人行道的地砖都松动了") == named("人行道破损") == "人行道破损"
    assert named("有人占着人行道摆东西卖") == ""
    for parting in "，。；！？：\n ":
        assert named(f"围栏松动{parting}下面就是人行道") == "", parting
    assert named("AB pavement lifted") == "人行道破损"


def test_of_a_line_of_the_catalogue_the_lower_item_is_the_clearer() -> None:
    assert named("门口堆放沙发") == "乱堆放"
    assert named("楼道堆放沙发") == "楼道堆放"
    assert perhaps("楼道里堆放沙发") == ["楼道堆放"]


def test_the_likelier_of_several_comes_first() -> None:
    assert perhaps("内涝把井盖冲走") == ["道路积水", "井盖破损"]
    assert perhaps("井盖被内涝冲走") == ["井盖破损", "道路积水"]


def test_a_rule_bound_to_the_place_beats_the_general_one() -> None:
    assert named("夜里噪音大", community=WEST) == "噪音扰民"
    assert named("夜里噪音大", community=EAST) == ""  # two items claim the same word


def test_a_channel_alone_can_decide_but_any_word_beats_it() -> None:
    assert named("水位 3.2 米", "sensor") == "传感器告警"
    assert named("水位 3.2 米", "portal") == ""
    assert named("井盖倾斜", "sensor") == "井盖破损"


def test_items_of_other_kinds_are_left_out() -> None:
    assert named("噪音", kind="grid_report") == "噪音扰民"


def test_it_says_which_words_decided() -> None:
    found = CATALOGUE.suggest("地下车库积水")
    assert found is not None
    assert set(found.words) == {"积水", "车库"}
    assert "积水" in found.why


def test_a_rule_whose_places_are_all_gone_holds_nowhere() -> None:
    assert list(rules_of(1, [], {"rules": [{"words": ["水"], "communities": ["X"]}]}, {})) == []


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=4), max_size=12))
def test_a_word_is_found_exactly_where_it_occurs(text: str, words: list[str]) -> None:
    folded = [fold(word).strip() for word in words]
    rules = [Rule(n, (word,)) for n, word in enumerate(folded) if word and "/" not in word]
    found = {match.rule.item_id for match in RuleSet(rules).matches(text, "", None)}
    assert found == {rule.item_id for rule in rules if rule.words[0] in fold(text)}


@given(st.text(alphabet="积水车库井盖噪音内涝ab ", max_size=30))
def test_the_order_of_the_rules_does_not_matter(text: str) -> None:
    turned = Catalogue(0, ITEMS[::-1], {}, [], RULES[::-1])
    one, other = CATALOGUE.suggest(text), turned.suggest(text)
    assert (one and (one.item, one.words)) == (other and (other.item, other.words))
