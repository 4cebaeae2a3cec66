"""Figures find their indicator by the words around them and by their unit."""

import json
import re
from importlib.resources import files

import pytest

from jiedao.engines.reports import reading
from jiedao.engines.reports.reading.dictionary import dictionary
from jiedao.engines.reports.reading.units import family

LINES = [
    json.loads(line)
    for line in files(reading).joinpath("dictionary.jsonl").read_text("utf-8").splitlines()
]


def keys(text: str) -> list[str | None]:
    return [figure.key for figure in reading.read(text).figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("规上工业总产值86亿元,同比增长7.2%。", ["above_scale_output", "above_scale_output_growth"]),
        ("固定资产投资完成23亿元,总量全区第二。", ["fixed_asset_investment", None]),
        ("12345热线受理群众诉求2.1万件,办结率99%,满意率98%。",
         ["requests_handled", "request_closing_rate", "request_satisfaction_rate"]),
        ("新增托位60个、学位900个。", ["childcare_places_added", "school_places_added"]),
        ("刑事、治安警情分别下降12%、8%。",
         ["criminal_incidents_decrease", "public_order_incidents_decrease"]),
        ("走访企业500家次,解决企业诉求90条。",
         ["enterprise_visit_times", "enterprise_requests_solved"]),
        ("PM2.5浓度同比下降5%。", ["pm25_decrease"]),
        ("新增公共停车位300个。", ["parking_spaces_added"]),
        ("建成口袋公园4个。", ["parks_built"]),
        ("举办招聘会9场,提供岗位3000个。", ["job_fairs_held", "job_posts_offered"]),
        ("打造地铁口风雨连廊6座。", [None]),
    ],
)  # fmt: skip
def test_keys(text: str, expected: list[str | None]) -> None:
    assert keys(text) == expected


def test_an_indicator_named_gives_its_name() -> None:
    (figure,) = reading.read("地区生产总值达120亿元。").figures
    assert (figure.key, figure.indicator) == ("gdp", "地区生产总值")
    (figure,) = reading.read("疏通雨水管网12公里。").figures
    assert (figure.key, figure.indicator) == (None, "疏通雨水管网")


def test_each_indicator_stands_once_and_can_be_found() -> None:
    names = [line["key"] for line in LINES]
    assert len(names) == len(set(names))
    reachable = {p.entry.key for found in dictionary().by_word.values() for p in found}
    assert reachable == set(names)


def test_words_are_long_enough_to_be_looked_for() -> None:
    words = {
        word
        for line in LINES
        for pattern in line["read"]
        for term in pattern.split()
        for word in re.split(r"\|", term.lstrip("+-"))
    }
    assert {word for word in words if len(word) < 2} == set()


@pytest.mark.parametrize(
    ("unit", "of"),
    [
        ("万元", "money"),
        ("家次", "visits"),
        ("万人次", "person_times"),
        ("个", "things"),
        ("", "things"),
    ],
)
def test_units_have_families(unit: str, of: str) -> None:
    assert family(unit) == of


def test_a_weak_link_and_a_close_second_are_not_certain() -> None:
    text = "一、2024年工作总结\n固定资产投资额完成48.6亿元。累计签约腾空房屋33栋。建成口袋公园3个。"
    sure, close, _park = reading.read(text).figures
    assert (sure.key, sure.certain, sure.rivals) == ("fixed_asset_investment", True, ())
    assert (close.key, close.certain) == ("buildings_leased_vacated", False)
    assert close.rivals == ("units_leased_vacated",)
    assert sure.score > 1.5
    (nothing,) = reading.read("一、2024年工作总结\n共完成某某33个。").figures
    assert (nothing.key, nothing.certain, nothing.score) == (None, False, 0.0)
    (weak,) = reading.read("一、2024年工作总结\n连续五年。").figures
    assert not weak.certain


def test_a_place_in_the_city_is_none_in_the_district() -> None:
    text = "一、2024年工作总结\n高校毕业生服务工作全{where}第一。"
    district, city = (reading.read(text.format(where=one)).figures[0] for one in "区市")
    assert (district.key, city.key) == (
        "graduate_service_rank_district",
        "graduate_service_rank_city",
    )
    assert district.certain
    assert city.certain
