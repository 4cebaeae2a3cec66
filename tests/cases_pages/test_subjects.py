"""A case about a registered thing: opened from its page, listed there, and leading back to it."""

import pytest

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.engines.cases.actions import NewCase, open_case
from jiedao.engines.cases.models import Case
from jiedao.foundation.records.actions import add
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.pages.common import record_url
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import Invalid
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import IN_GRID_1
from tests.foundation.records.test_actions import fig
from tests.hazards import KEY

LIST, NEW = f"/cases/kind/{KEY}/", f"/cases/kind/{KEY}/new/"


@pytest.fixture
def tree(town: SmallTown) -> Record:
    return add(town.id, TREE, fig(), actor=actor_of(town.clerk_west))


def told(town: SmallTown, tree: Record, text: str) -> Case:
    new = NewCase(
        text, "staff", KEY, attributes={"sort": "general"},
        subject_kind=TREE, subject_id=tree.pk, **IN_GRID_1,
    )  # fmt: skip
    return open_case(town.id, new, actor=actor_of(town.dispatcher))


def test_its_page_opens_one_and_lists_them(town: SmallTown, hazards: Kind, tree: Record) -> None:
    page, home = browser(town.clerk_west), record_url(TREE, tree.number)
    query = f"subject_kind={TREE}&amp;subject_id={tree.pk}"
    assert f"{NEW}?{query}" in page.get(home)
    assert "大榕树" in page.get(f"{NEW}?{query.replace('&amp;', '&')}")
    page.send(
        NEW, text="树根被水泥封住", sort="major", place="114.305,22.705",
        subject_kind=TREE, subject_id=tree.pk,
    )  # fmt: skip
    case = Case.objects.get(kind=KEY)
    assert (case.subject_kind, case.subject_id) == (TREE, tree.pk)
    html = page.get(home)
    assert f'href="/cases/{case.number}/"' in html
    assert "树根被水泥封住" in html
    shown = page.get(f"/cases/{case.number}/")
    assert f'href="{home}"' in shown
    assert "大榕树" in shown


def test_a_long_list_leads_to_the_rest(town: SmallTown, hazards: Kind, tree: Record) -> None:
    mine = [told(town, tree, f"第{n}处") for n in range(9)]
    other = told(town, add(town.id, TREE, fig(code="7"), actor=actor_of(town.clerk_west)), "别处")
    page = browser(town.clerk_west)
    more = f"{LIST}?subject_kind={TREE}&amp;subject_id={tree.pk}"
    html = page.get(record_url(TREE, tree.number))
    assert more in html
    assert mine[0].number not in html
    shown = page.get(more.replace("&amp;", "&"))
    assert mine[0].number in shown
    assert other.number not in shown


def test_a_stranger_to_the_record_learns_nothing_of_it(
    town: SmallTown, hazards: Kind, tree: Record
) -> None:
    page = browser(town.clerk_east)
    query = f"subject_kind={TREE}&subject_id={tree.pk}"
    html = page.get(f"{NEW}?{query}")
    assert "大榕树" not in html
    assert tree.number not in html


def test_a_kind_is_about_what_it_names(town: SmallTown, hazards: Kind, tree: Record) -> None:
    clerk = actor_of(town.clerk_west)
    visit = add(town.id, CHECK, {"vigour": "good"}, actor=clerk, subject=(TREE, tree.pk))
    new = NewCase("不对", "staff", KEY, attributes={"sort": "general"}, subject_kind=CHECK,
                  subject_id=visit.pk, **IN_GRID_1)  # fmt: skip
    with pytest.raises(Invalid, match="不能登记在"):
        open_case(town.id, new, actor=clerk)


def test_its_words_are_in_the_reader_s_language(town: SmallTown, hazards: Kind) -> None:
    page = browser(town.dispatcher)
    page.client.cookies["django_language"] = "en"
    html = page.get(NEW)
    assert "Money" in html
    assert "yuan" in html
    assert "General" in html
    facts = {"sort": "general", "money": 300}
    new = NewCase("渗水", "staff", KEY, attributes=facts, **IN_GRID_1)
    case = open_case(town.id, new, actor=actor_of(town.dispatcher))
    shown = page.get(f"/cases/{case.number}/")
    assert "Money" in shown
    assert "300 yuan" in shown
    assert "Sort" in page.get(LIST)


def test_attributes_name_what_they_refer_to_and_mask_people(
    town: SmallTown, hazards: Kind, tree: Record
) -> None:
    clerk = actor_of(town.clerk_west)
    visit = add(town.id, CHECK, {"vigour": "weak"}, actor=clerk, subject=(TREE, tree.pk))
    facts = {"sort": "general", "visit": visit.pk, "responsible": "欧阳责任"}
    new = NewCase("渗水", "staff", KEY, attributes=facts, **IN_GRID_1)
    case = open_case(town.id, new, actor=clerk)
    html = browser(town.clerk_west).get(f"/cases/{case.number}/")
    assert visit.title in html
    assert "整改责任人" in html
    assert "欧阳责任" not in html
    assert "整改责任人" not in export(town)


def export(town: SmallTown) -> str:
    page = browser(town.dispatcher)
    page.get(f"/cases/export/?kind={KEY}&format=csv")
    return b"".join(page.last).decode("utf-8-sig")
