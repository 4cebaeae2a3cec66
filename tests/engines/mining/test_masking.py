"""No person stays in a text that is masked, and nothing else goes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.engines.mining.texts.masking import masked

DIGITS = st.text("0123456789", min_size=1)
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
IDENTITIES = st.from_regex(r"[1-9][0-9]{16}[0-9Xx]", fullmatch=True)
AROUND = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("王李张〔〕姓名电话微信卡号本人我叫先生女士-@.:：粤B0123456789 "),
    ),
    max_size=12,
)


@given(AROUND, st.one_of(MOBILES, IDENTITIES), AROUND)
def test_no_number_of_a_person_stays(before: str, number: str, after: str) -> None:
    result = masked(before + number + after)
    assert number not in result
    assert not re.search(r"1[3-9][0-9]{9}|[0-9]{17}[0-9Xx]", result)


@given(MOBILES, st.sampled_from(["{}-{}-{}", "{} {} {}", "+86{}{}{}", "86-{}-{}-{}"]))
def test_nor_does_one_written_in_groups(mobile: str, form: str) -> None:
    written = form.format(mobile[:3], mobile[3:7], mobile[7:])
    assert masked(f"请打{written}联系") == "请打〔电话〕联系"


@given(AROUND, AROUND, AROUND, st.booleans())
def test_masking_twice_is_masking_once(one: str, two: str, three: str, sums: bool) -> None:
    once = masked(f"{one}电话13800005678{two}姓名：王小明{three}", sums=sums)
    assert masked(once, sums=sums) == once


@given(st.text("路灯坏了楼道积水噪音扰民垃圾没人清，。！\nabcxyz", max_size=60))
def test_what_names_nobody_stays_as_it_is(text: str) -> None:
    assert masked(text, sums=True) == text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("姓名：王小明，电话１３８００００５６７８", "姓名：〔姓名〕，电话〔电话〕"),
        ("联系人张三电话138 0000 5678", "联系人〔姓名〕电话〔电话〕"),
        ("我叫欧阳小明，家住平安路3号", "我叫〔姓名〕，家住平安路3号"),
        ("我叫李雷住在三楼", "我叫〔姓名〕住在三楼"),
        ("联系人：阿依古丽·买买提，盼回复", "联系人：〔姓名〕，盼回复"),
        ("姓名: John Smith", "姓名: 〔姓名〕"),
        ("本人陈静，是这里的租户", "本人〔姓名〕，是这里的租户"),
        ("三楼的王女士和刘建国先生吵架", "三楼的〔姓名〕女士和〔姓名〕先生吵架"),
        ("周大海副主任来过", "〔姓名〕副主任来过"),
        ("楼下诸葛阿姨反映", "楼下〔姓名〕阿姨反映"),
        ("登记：居民王伯反映，李婶也在", "登记：居民〔姓名〕伯反映，〔姓名〕婶也在"),
        ("座机0755-28880000", "座机〔电话〕"),
        ("请致电2888-0000", "请致电〔电话〕"),
        ("身份证44030619900101123x", "身份证〔证件号〕"),
        ("身份证 440306 19900101 1234", "身份证 〔证件号〕"),
        ("旧证440306900101123", "旧证〔证件号〕"),
        ("车牌粤B·D12345占道", "车牌〔车牌〕占道"),
        ("粤BD12345和粤B1234学", "〔车牌〕和〔车牌〕"),
        ("卡号 6222 0212 3456 7890 123", "卡号 〔账号〕"),
        ("账号：123456789", "账号：〔账号〕"),
        ("发到Wang.Xm@example.com.cn", "发到〔邮箱〕"),
        ("加微信号：abc_12345，或QQ12345678", "加微信号：〔微信号〕，或QQ〔微信号〕"),
        ("电话一三八零零零零五六七八", "电话〔号码〕"),
        ("登记为138****5678", "登记为〔电话〕"),
    ],
)
def test_what_is_a_persons_gives_way_to_what_it_was(text: str, result: str) -> None:
    assert masked(text) == result


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月29日08:30，平安路88号3栋2单元501室漏水",
        "已打12345和110，编号JD-20261129-0012",
        "对方的阿姨在跳舞，保安师傅不管，白天老师也来",
        "项目经理和物业经理都不在，班主任说方便先生们先走",
        "现任校长和语文老师都在，石场老板不管，社区主任曾对先生们说过",
        "业主申请，居民房密集，投诉人：A3区3栋",
        "本人于昨天，向社区反映",
        "G4高速旁第3网格，K12+300处",
        "面积120.5平方米，2025-11-01 至 2026-11-01",
    ],
)
def test_words_dates_addresses_and_public_numbers_stay(text: str) -> None:
    assert masked(text) == text


def test_sums_go_only_where_asked() -> None:
    text = "欠我工资3.5万元，另有￥1,200和三千块钱，共45000元"
    assert masked(text) == text
    assert masked(text, sums=True) == "欠我工资〔金额〕，另有〔金额〕和〔金额〕，共〔金额〕"
