"""What a list says when nothing stands in it: what belongs there, and how to begin."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from jiedao.foundation.records.schema import generated_kinds
from jiedao.foundation.staff.models import Account
from tests.cast import SmallTown
from tests.conformance.desk import clerk


def empty_part(account: Account, url: str) -> str:
    browser = Client()
    browser.force_login(account)
    page = browser.get(url).content.decode()
    found = re.search(r'<div class="empty">.*?</div>\s*</div>', page, re.DOTALL)
    assert found, page
    assert "<tbody>" not in page
    return found[0]


def test_every_register_says_what_belongs_there_and_offers_to_add(town: SmallTown) -> None:
    clerk(town, *(kind.key for kind in generated_kinds()))
    for kind in generated_kinds():
        url = reverse("records:list", args=[kind.key])
        said = empty_part(town.dispatcher, url)
        assert f"还没有{kind.titles.zh}" in said
        assert f"登记或从 Excel 导入的{kind.titles.zh}都列在这里。" in said
        assert f'href="{reverse("records:new", args=[kind.key])}"' in said
        assert f'href="{reverse("records:import", args=[kind.key])}"' in said


def test_who_may_not_add_is_offered_nothing(town: SmallTown) -> None:
    kind = next(one for one in generated_kinds() if one.family == "register" and not one.workflow)
    said = empty_part(town.reader, reverse("records:list", args=[kind.key]))
    assert "都列在这里。" in said
    assert "<a " not in said


@pytest.mark.parametrize(
    ("who", "url", "words", "button"),
    [
        ("dispatcher", "/cases/", "还没有事件", "代录"),
        ("grid_worker", "/grid/events/", "还没有网格事件", "网格上报"),
        ("dispatcher", "/cases/kind/hazard/", "还没有隐患", "登记"),
        ("dispatcher", "/organisations/", "还没有单位", "登记单位"),
    ],
)
def test_each_with_its_own_words(
    town: SmallTown, who: str, url: str, words: str, button: str
) -> None:
    said = empty_part(getattr(town, who), url)
    assert words in said
    assert f"</svg>{button}</a>" in said


def test_empty_by_filters_says_so_and_offers_to_clear_them(town: SmallTown) -> None:
    kind = next(one for one in generated_kinds() if one.family == "register" and not one.workflow)
    url = reverse("records:list", args=[kind.key])
    for address in (f"{url}?q=没有的", f"{url}?state=ended", "/cases/?q=没有的"):
        said = empty_part(town.dispatcher, address)
        assert "没有符合条件的记录" in said
        assert "清除筛选</a>" in said
        assert "登记</a>" not in said
