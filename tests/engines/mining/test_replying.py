"""What is said of a reply before it goes out: in the library, and beside the field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.engines.cases.models import Case
from jiedao.engines.mining.evaluating import replies
from jiedao.engines.mining.replying import check
from jiedao.foundation.staff.models import Account
from tests.cast import SmallTown
from tests.conformance.desk import browser
from tests.engines.mining.confirming import report, words
from tests.engines.mining.test_suggesting import LATER
from tests.foundation.shared_data import shared_file

ASKED = "幸福路12号门口的路灯坏了三天，晚上看不清路，请派人修理。"
GOOD = (
    "经查，幸福路12号门口的路灯因线路老化不亮，依据《城市照明管理规定》，市政公司已于3月5日更换线路，"
    "现已恢复照明。如有疑问请致电2600 1234。"
)


def codes(reply: str, earlier: list[str] | None = None) -> set[str]:
    return {one.code for one in check(ASKED, reply, earlier=earlier or [])}


def test_a_reply_that_says_all_is_let_pass() -> None:
    assert codes(GOOD) == set()


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("您好，留言已收悉。", "short"),
        ("您好！您反映的幸福路路灯不亮的问题，我单位已转相关部门处理，请耐心等待回复，谢谢。", "evasive"),
        ("您好，幸福路路灯的事请您直接致电市政公司电话2600 1234询问一下为好。", "elsewhere"),
        (GOOD.replace("幸福路12号门口的路灯因线路老化不亮", "垃圾屋满溢已清运").replace(
            "照明", "卫生").replace("更换线路", "清运完毕"), "unanswered"),
        ("幸福路门口的路灯，晚上看不清路，大家都很关心这个问题的进展情况哦哦哦。", "no_measure"),
        (GOOD.replace("已于3月5日", "已"), "no_date"),
        (GOOD.partition("如有疑问")[0], "no_contact"),
        (ASKED, "repeats"),
        (GOOD.replace("2600 1234", "13800138000"), "private"),
        (GOOD.replace("2600 1234", "138 0013-8000"), "private"),
        (GOOD.replace("2600 1234", "１３８００１３８０００"), "private"),
    ],
)  # fmt: skip
def test_what_is_amiss_is_said_and_only_there(reply: str, code: str) -> None:
    assert code in codes(reply)
    assert code not in codes(GOOD)


def test_a_copy_of_another_reply_is_told() -> None:
    assert codes(GOOD, earlier=[GOOD]) == {"copied"}
    assert codes(GOOD, earlier=[GOOD.replace("3月5日", "4月12日")]) == {"copied"}
    assert codes(GOOD, earlier=["另一件事。"]) == set()


@given(st.text(max_size=80), st.text(max_size=200))
def test_any_text_is_read_and_the_gravest_comes_first(question: str, reply: str) -> None:
    grave = [one.grave for one in check(question, reply)]
    assert grave == sorted(grave, reverse=True)


def said(account: Account, case: Case, reply: str) -> tuple[int, str]:
    answer = browser(account).post(f"/cases/{case.number}/read-over/", {"reply": reply})
    return answer.status_code, answer.content.decode()


def test_it_is_said_beside_the_field_to_whoever_may_see_the_case(town: SmallTown) -> None:
    (case,) = report(town, [words("lamp", 1)], LATER)
    assert "答复太短" in said(town.dispatcher, case, "已收悉。")[1]
    assert said(town.dispatcher, case, "")[1].strip() == ""
    number = GOOD.replace("2600 1234", "13800138000")
    assert "发出前请删去" in said(town.dispatcher, case, number)[1]
    assert said(town.stranger, case, "已收悉。")[0] == 404


@pytest.mark.slow
def test_the_check_tells_poor_replies_from_good_ones_better_than_chance() -> None:
    found = replies.evaluate(shared_file("messages", "replies.xlsx"))
    assert found["labelled"] == 200
    assert found["balanced_accuracy"]["rules"] > 0.75
    assert found["balanced_accuracy"]["fitted"] > 0.75
