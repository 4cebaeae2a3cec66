"""Time limits as text."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.catalogue.limits import AT_ONCE, limits_text, parse_limits, unit_named_in
from jiedao.foundation.sheets.cells import CellFault
from jiedao.foundation.workdays.units import Limit, LimitUnit

URGENT, OFFICE, WORK, DAYS = LimitUnit


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("2紧急工作时", Limit(2, URGENT)),
        ("4工作时", Limit(4, OFFICE)),
        ("7个工作日", Limit(7, WORK)),
        (" 5工作日", Limit(5, WORK)),
        ("15天", Limit(15, DAYS)),
        ("１５　个自然日内", Limit(15, DAYS)),
        ("24小时内办结", Limit(24, URGENT)),
        ("三个工作日", Limit(3, WORK)),
        ("二十天", Limit(20, DAYS)),
        ("十二工作小时", Limit(12, OFFICE)),
        ("两小时", Limit(2, URGENT)),
        ("立即", AT_ONCE),
        ("立即处置", AT_ONCE),
        ("10 workdays", Limit(10, WORK)),
    ],
)
def test_one_limit(text: str, limit: Limit) -> None:
    assert parse_limits(text) == (("", limit),)


@pytest.mark.parametrize(
    "text",
    [
        "停止 4 工作时；处罚 7 工作日；清除 20 工作日",
        "停止:4工作时;处罚:7个工作日;清除:20工作日",
        "停止4工作时\n处罚7工作日\n清除二十个工作日",
        "停止4工作时，处罚7工作日，清除20工作日内。",
    ],
)
def test_stages(text: str) -> None:
    assert parse_limits(text) == (
        ("停止", Limit(4, OFFICE)),
        ("处罚", Limit(7, WORK)),
        ("清除", Limit(20, WORK)),
    )


def test_a_condition_before_the_limit_is_its_stage() -> None:
    assert parse_limits("种植季节15工作日") == (("种植季节", Limit(15, WORK)),)
    assert parse_limits("立即停止") != ()


def test_a_bare_number_needs_a_heading_that_names_the_unit() -> None:
    unit = unit_named_in("处置时限（工作日）")
    assert unit is WORK
    assert parse_limits("５", unit) == (("", Limit(5, WORK)),)
    assert parse_limits("4工作时", unit) == (("", Limit(4, OFFICE)),)
    assert unit_named_in("处置时限") is None
    assert unit_named_in("处置时限（必填）") is None


def test_nothing_is_no_limit() -> None:
    assert parse_limits("") == parse_limits(" ；\n") == ()


@pytest.mark.parametrize(
    "text",
    ["5", "尽快", "0.5工作日", "半天", "1-3天", "1至3个工作日", "0天", "99999天", "30分钟", "一个月",
     "停止4工作时；停止7工作日", "4工作时；尽快", "长" * 41 + "4天"],
)  # fmt: skip
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(CellFault):
        parse_limits(text)


limits = st.builds(Limit, st.integers(1, 10_000), st.sampled_from(LimitUnit))
names = st.text("停止处罚清除整改阶段甲乙AB", min_size=1, max_size=8)


@given(st.dictionaries(names, limits, max_size=4), st.sampled_from(["zh-hans", "en"]))
def test_what_is_written_is_read_back(stages: dict[str, Limit], language: str) -> None:
    with override(language):
        assert parse_limits(limits_text(stages.items())) == tuple(stages.items())


@given(limits, st.sampled_from(["zh-hans", "en"]))
def test_a_single_limit_is_read_back(limit: Limit, language: str) -> None:
    with override(language):
        assert parse_limits(str(limit)) == (("", limit),)


@given(st.text(max_size=40))
def test_any_text_is_limits_or_a_fault(text: str) -> None:
    try:
        stages = parse_limits(text)
    except CellFault:
        return
    assert all(limit.amount > 0 for _stage, limit in stages)


@given(st.integers(1, 99))
def test_chinese_numerals(number: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    text = (f"{digits[tens] if tens > 1 else ''}十" if tens else "") + (
        digits[ones] if ones else ""
    )
    assert parse_limits(f"{text}天") == (("", Limit(number, DAYS)),)
