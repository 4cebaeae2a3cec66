"""Words that speak against the number they stand at."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.engines.reports.writing.checking import check
from jiedao.engines.reports.writing.document import Paragraph, Token
from jiedao.engines.reports.writing.figures import Figure, Figures, text_of
from jiedao.engines.reports.writing.markup import parse


def figures(
    value: str, unit: str = "件", *, growth: str = "-5.6", rank: str | None = "4"
) -> Figures:
    """One figure with its change and its place, whatever it is called."""

    def figure(token: Token) -> Figure:
        forms = {"growth": ("%", growth), "rank": ("全区", rank)}
        unit_, amount = forms.get(token.form, (unit, value))
        missing = "" if amount is not None else "没有"
        number = Decimal(amount) if amount is not None else None
        return Figure(
            token, "办件数", unit_, number, scope="全区", missing=missing,
            compared=token.form == "growth", ranked=token.form == "rank",
        )  # fmt: skip

    return figure


def faults(source: str, given: Figures) -> list[str]:
    (block,) = parse(source)
    assert isinstance(block, Paragraph)
    return [fault.sentence for fault in check(block, given)]


@pytest.mark.parametrize(
    ("source", "value", "unit", "text", "wrong"),
    [
        ("惠及市民超{{a@2024}}。", "23456", "人次", "惠及市民超2.3万人次。", False),
        ("惠及市民超{{a@2024}}。", "20", "人次", "惠及市民超20人次。", True),
        ("资金近{{a@2024}}。", "6934000", "元", "资金近700万元。", False),
        ("资金近{{a@2024}}。", "20", "元", "资金近20元。", True),
        ("开展{{a@2024|余}}。", "24", "次", "开展20余次。", False),
        ("开展{{a@2024|余}}。", "20", "次", "开展20余次。", True),
        ("办理{{a@2024}}以上。", "9654", "件", "办理9600件以上。", False),
        ("办理约{{a@2024}}。", "9654", "件", "办理约9700件。", False),
        ("问题全部解决，办结率{{a@2024}}。", "99.7", "%", "问题全部解决，办结率99.7%。", False),
        (
            "全部办结，办结率为100%，即{{a@2024}}。",
            "100",
            "%",
            "全部办结，办结率为100%，即100%。",
            True,
        ),
        ("办结率实现全覆盖{{a@2024}}。", "99.7", "%", "办结率实现全覆盖99.7%。", True),
        ("办结率实现全覆盖{{a@2024}}。", "100", "%", "办结率实现全覆盖100%。", False),
    ],
)
def test_promises_about_the_size(
    source: str, value: str, unit: str, text: str, wrong: bool
) -> None:
    (block,) = parse(source)
    assert isinstance(block, Paragraph)
    assert text_of(block, figures(value, unit)) == text
    assert bool(faults(source, figures(value, unit))) is wrong


@pytest.mark.parametrize(
    ("source", "growth", "wrong"),
    [
        ("同比增长{{a@2024|growth}}。", "5.6", False),
        ("同比增长{{a@2024|growth}}。", "-5.6", True),
        ("同比增长{{a@2024|growth}}。", "0", True),
        ("同比下降{{a@2024|growth}}。", "-5.6", False),
        ("同比下降{{a@2024|growth}}。", "5.6", True),
        ("同比{{a@2024|growth}}。", "5.6", True),
        ("实现{{a@2024|growth}}的增长。", "5.6", False),
        ("实现{{a@2024|growth}}的增长。", "-5.6", True),
        ("增长势头减缓，同比下降超{{a@2024|growth}}。", "-5.6", False),
        ("上升到{{a@2024}}。", "5.6", False),
        ("上升到{{a@2024}}。", "-5.6", True),
        ("降至{{a@2024}}。", "5.6", True),
        ("增加{{a@2024}}。", "-5.6", False),
        ("办件量翻番，达{{a@2024}}。", "99", False),
        ("办件量翻番达{{a@2024}}。", "99", True),
        ("办件量翻番达{{a@2024}}。", "101", False),
    ],
)
def test_which_way_it_went(source: str, growth: str, wrong: bool) -> None:
    assert bool(faults(source, figures("9654", growth=growth))) is wrong


@pytest.mark.parametrize(
    ("rank", "sentence"),
    [
        ("1", []),
        ("4", ["写的是“第一”，登记的名次是第 4。"]),
        (None, ["写的是“第一”，但没有登记名次。"]),
    ],
)
def test_a_first_place_must_be_on_file(rank: str | None, sentence: list[str]) -> None:
    assert faults("总量全区第一达{{a@2024}}。", figures("9654", rank=rank)) == sentence


def test_a_number_typed_by_hand_is_told() -> None:
    assert faults("2024年办理9654件，“1+3+5”机制，第3次会议。", figures("1")) == [
        "“9654件”是手写的数字，没有记录可查。"
    ]


def test_a_figure_that_is_not_there_is_told() -> None:
    def gone(token: Token) -> Figure:
        return Figure(token, "", "", missing="没有这个指标。")

    assert faults("办理{{a@2024}}。", gone) == ["{{a@2024}}：没有这个指标。"]


_UNITS = st.sampled_from(["件", "元", "%", "万元"])


@given(st.decimals("0.01", "999999", places=2), _UNITS, st.sampled_from(["超", "近"]))
def test_what_is_flagged_is_just_what_is_untrue(value: Decimal, unit: str, word: str) -> None:
    """The printed number lies on the side the word says, or the sentence is flagged."""
    from jiedao.engines.reports.writing.saying import Form, Rounding, shown

    rounding = Rounding.BELOW if word == "超" else Rounding.ABOVE
    printed = shown(value, unit, Form(rounding))
    true = printed < value if word == "超" else printed > value
    assert bool(faults(f"办理{word}{{{{a@2024}}}}。", figures(str(value), unit))) is not true


@given(st.decimals(-300, 300, places=1), st.sampled_from(["增长", "上升", "下降", "减少"]))
def test_the_way_is_flagged_just_where_it_is_wrong(growth: Decimal, word: str) -> None:
    up = word in ("增长", "上升")
    true = growth > 0 if up else growth < 0
    found = faults(f"同比{word}{{{{a@2024|growth}}}}。", figures("1", growth=str(growth)))
    assert bool(found) is not true
