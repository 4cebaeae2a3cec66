"""Pages of the classes of matters: who reads what, what one does there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedao.engines.cases.models import Case
from jiedao.engines.mining.matters import acts, early
from jiedao.engines.mining.matters.effect import Effect
from jiedao.engines.mining.matters.pages.one import effect_sentences
from jiedao.engines.mining.matters.saying import counted, sentence_of, short_of
from jiedao.engines.mining.models import MatterClass
from jiedao.foundation.staff.models import Role
from jiedao.foundation.staff.reach import actor_of
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import also, at
from tests.engines.mining.crowd import crowd, long_ago, the_class

pytestmark = [pytest.mark.data, pytest.mark.whole]


def test_the_list_shows_the_hottest_first_to_those_who_may(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    with at(days=1):
        page = browser(town.leader)
        html = page.get("/matters/")
        assert matter.title in html
        assert "新出现" in html
        assert "<polyline" in html
        assert "西岭第一网格" in html
        for other in (town.handler, town.nobody, town.admin):
            opened = browser(other)
            assert matter.title not in opened.get("/matters/")
            assert opened.status == 403
    elsewhere = browser(town.stranger)
    assert matter.title not in elsewhere.get("/matters/")
    assert elsewhere.status == 200


def test_dismissed_and_quiet_ones_are_found_by_filter(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    url = f"/matters/{matter.number}/"
    page = browser(town.supervisor)
    with at(days=1):
        assert url not in page.get("/matters/?state=quiet")
        assert url in page.get("/matters/?state=new")
        assert url in page.get("/matters/?q=噪音")
        acts.dismiss(town.id, matter.number, "不同的站", actor=actor_of(town.leader))
        assert url not in page.get("/matters/")
        assert url in page.get("/matters/?dismissed=1")


def test_a_class_tells_what_it_is_and_which_cases_it_has(town: SmallTown) -> None:
    matter, desks = the_class(town)
    url = f"/matters/{matter.number}/"
    with at(days=1):
        html = browser(town.dispatcher).get(url)
    stranger = browser(town.stranger)
    stranger.get(url)
    assert stranger.status == 404
    assert all(desk.number in html for desk in desks)
    assert "至少 4 人" in html
    assert "近 12 周每周件数" in html
    assert "data-map" in html
    assert "发现一类事" in html
    assert "无权查看" not in html


def test_only_cases_that_the_reader_may_see_are_listed(town: SmallTown) -> None:
    """A clerk of the east who may see classes is told of the western cases by their number alone."""
    matter, desks = the_class(town)
    Role.objects.filter(town_id=town.id, key="community_dispatcher").update(
        permissions=[*town.roles["community_dispatcher"].permissions, "mining.see"]
    )
    with at(days=1):
        west = browser(town.clerk_west).get(f"/matters/{matter.number}/")
        east = browser(town.clerk_east).get(f"/matters/{matter.number}/")
    assert desks[0].number in west
    assert "另有" not in west
    assert not any(desk.number in east for desk in desks)
    assert "另有 4 件您无权查看" in east
    assert "移出" not in west


def test_a_case_is_taken_out_with_a_reason(town: SmallTown) -> None:
    matter, desks = the_class(town)
    url = f"/matters/{matter.number}/remove/{desks[0].number}/"
    with at(days=1):
        other = browser(town.reader)
        other.post(url, reason="另一个站")
        assert other.status == 403
        page = browser(town.leader)
        assert "请填写" in page.post(url, reason="")
        assert page.status == 422
        page.send(url, reason="另一个站")
        html = page.get(f"/matters/{matter.number}/")
    assert "移出一件" in html
    assert "另一个站" in html
    assert MatterClass.objects.get(pk=matter.pk).size == 3


def test_a_case_is_put_in_by_its_number(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    with at(days=1):
        page = browser(town.dispatcher)
        lamp = Case.objects.get(text__contains="路灯").number
        url = f"/matters/{matter.number}/add/"
        assert "没有编号为" in page.post(url, case="C999", reason="同一个站")
        page.send(url, case=lamp.lower(), reason="同一个站")
        assert page.status == 303
        assert lamp in page.get(f"/matters/{matter.number}/")
        assert "人工加入" in page.get(f"/matters/{matter.number}/")


def test_a_root_cause_case_is_opened_and_members_join_it(town: SmallTown) -> None:
    matter, desks = the_class(town)
    url = f"/matters/{matter.number}/"
    with at(days=1):
        refused = browser(town.handler)
        refused.get(f"{url}cause/")
        assert refused.status == 403
        page = browser(town.dispatcher)
        assert "共收到 4 件，至少 4 人反映" in page.get(f"{url}cause/")
        page.send(f"{url}cause/", text="整治搅拌站夜间生产，从根上解决")
        root = MatterClass.objects.get(pk=matter.pk).root
        assert root is not None
        html = page.get(url)
        assert f"/cases/{root.number}/" in html
        assert "根源事件尚未办结" in html
        about = page.get(f"/cases/{root.number}/")
        assert url in about
        assert "一类事" in about
        assert desks[0].number in page.get(f"{url}join/")
        page.send(f"{url}join/", cases=[desks[0].number])
        assert desks[0].case.merged_into == root
        assert "并入根源事件" in page.get(url)


def test_a_playbook_is_written_and_read(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    with at(days=1):
        page = browser(town.supervisor)
        page.send(f"/matters/{matter.number}/playbook/", text="先约谈站长\n再限时整改")
        html = page.get(f"/matters/{matter.number}/")
    assert "先约谈站长" in html
    assert "写处置办法" in html


def test_dismissing_and_restoring(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    url = f"/matters/{matter.number}/"
    with at(days=1):
        page = browser(town.leader)
        page.send(f"{url}dismiss/", reason="不同的站")
        assert "恢复为一类事" in page.get(url)
        page.send(f"{url}restore/", reason="查过是同一个站")
        assert "立根源事件" in page.get(url)


def test_signals_are_told_with_their_test(town: SmallTown) -> None:
    long_ago(town)
    crowd(town, 5)
    with at(days=1):
        page = browser(town.leader)
        assert "没有异常增多" in page.get("/matters/signals/")
        early.look(town.id)
        for url in ("/matters/", "/matters/signals/"):
            html = page.get(url)
            assert "噪音扰民 · 西岭第一网格" in html
            assert "7 天内 5 件，平常 0 件；按负二项检验，误报率控制在 5% 以内。" in html
        assert f"area={town.places.grid_1.pk}" in html


def test_sentences_of_signal_and_effect() -> None:
    assert sentence_of(counted(9, 2.04, 0.05)).startswith("7 天内 9 件，平常 2 件")
    assert short_of(counted(30, 12.4, 0.05)) == "7 天 30 件，平常 12 件；负二项检验，误报率≤5%"
    fewer = effect_sentences(Effect(4.0, 1.0, 3.0, 3, 32))
    assert fewer == [
        "立案前 8 周共 32 件，平均每周 4.0 件。",
        "办结后 3.0 周共 3 件，平均每周 1.0 件。",
        "比立案前下降 75%。",
    ]
    soon = effect_sentences(Effect(4.0, None, 0.5, 1, 32))
    assert soon[-1] == "办结还不满一周，这期间 1 件，满一周后开始比较。"


def test_pages_cost_as_much_for_many_as_for_few(town: SmallTown) -> None:
    matter, _desks = the_class(town)
    also(town, town.dispatcher, "centre", "leader")
    page = browser(town.dispatcher)
    urls = ("/matters/", f"/matters/{matter.number}/")

    def costs() -> list[int]:
        found = []
        for url in urls:
            page.get(url)
            with CaptureQueriesContext(connection) as captured:
                page.get(url)
            found.append(len(captured))
        return found

    with at(days=1):
        few = costs()
        rows = [
            MatterClass(
                town_id=town.id, number=f"L9{n:03d}", title=f"第{n}类", state="persisting",
                item=matter.item, grid=matter.grid, first_at=matter.first_at,
                last_at=matter.last_at, grouped_at=matter.grouped_at, weeks=[1, 2], root=None,
            )
            for n in range(30)
        ]  # fmt: skip
        MatterClass.objects.bulk_create(rows)
        for number in range(4, 9):
            with at(days=1):
                crowd(town, 1, first=number)
        for case in Case.objects.filter(text__contains="搅拌站"):
            matter.members.get_or_create(
                case=case, defaults={"likeness": 0.5, "added_at": matter.grouped_at}
            )
        assert costs() == few
    assert max(few) <= 25
