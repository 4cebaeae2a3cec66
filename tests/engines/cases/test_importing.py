"""Files of requests: rows in = created + known + rejected; again is nothing; broken off goes on."""

import gzip
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiedao.engines.cases import clocks, worker
from jiedao.engines.cases.actions import Receipt
from jiedao.engines.cases.importing import import_requests, read_map, running
from jiedao.engines.cases.models import Case, Clock, Request
from jiedao.foundation.catalogue.models import Item
from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.datasets.runs import summary
from jiedao.foundation.places.models import Area
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Invalid, Refused
from jiedao.kernel.models import Town
from jiedao.kernel.towns import find_or_add_town
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown
from tests.engines.cases.desk import HAPPY, Desk, reported

pytestmark = pytest.mark.django_db(transaction=True)

MAP = """
title = "工单"
kind = "request"
key = ["号"]
keep = ["备注"]
[fields.text]
column = "内容"
required = true
[fields.received_at]
column = "时间"
type = "moment"
[fields.closed_at]
column = "办结"
type = "moment"
[trees.item]
levels = [{ name = "大类" }, { name = "小类" }]
[trees.area]
levels = [{ name = "社区", level = "community" }]
[trees.unit]
levels = [{ name = "单位" }]
[[states]]
when = [{ column = "办结", empty = false }]
state = "closed"
"""
HEAD = "号,内容,时间,办结,大类,小类,社区,单位,备注\n"
ROWS = [
    "1,路面有坑,2025-03-01 09:00,2025-03-02 10:00,设施,道路,东社区,道路所,急\n",
    "2,井盖松动,2025年3月3日,,设施,井盖,西社区,道路所,-\n",
    "3,,2025/3/4,,设施,井盖,西社区,道路所,\n",
    "4,路灯不亮,三月五日,,设施,路灯,西社区,照明所,\n",
    "5,时间在将来,2999-01-01,,设施,路灯,西社区,照明所,\n",
    "6,先办结后收到,2025-03-09,2025-03-08,设施,路灯,西社区,照明所,\n",
    "1,路面有坑,2025-03-01 09:00,2025-03-02 10:00,设施,道路,东社区,道路所,急\n",
]


@pytest.fixture
def far() -> Town:
    return find_or_add_town("far", "远街道")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "工单.csv.gz"
    path.write_bytes(gzip.compress((HEAD + "".join(ROWS)).encode("gb18030")))
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    return path


def run_import(town: Town, file: Path, create: bool = True) -> ImportRun:
    mapping = read_map(str(file.parent / "map.toml"))
    return import_requests(town.pk, file, mapping, create_places=create, actor=SYSTEM)


def test_each_step_says_how_far_it_is(far: Town, file: Path) -> None:
    told: dict[str, list[int]] = {}

    def say(title: str, total: int) -> Callable[[int], None]:
        told[title] = [total, 0]

        def tick(count: int) -> None:
            told[title][1] += count

        return tick

    mapping = read_map(str(file.parent / "map.toml"))
    import_requests(far.pk, file, mapping, create_places=True, say=say, actor=SYSTEM)
    assert list(told) == ["读取文件", "新建区域、单位和事项", "工单"]
    assert told["读取文件"] == [0, len(ROWS)]
    assert told["新建区域、单位和事项"] == [3, 3]
    assert told["工单"][0] == len(ROWS)
    assert told["工单"][1] >= len(ROWS)


def test_every_row_is_accounted_for_and_the_refused_ones_are_reported(
    far: Town, file: Path
) -> None:
    run = run_import(far, file)
    result = summary(run)
    assert (result["rows"], result["created"], result["known"], result["rejected"]) == (7, 2, 1, 4)
    sheet = load_workbook(result["report"]).active
    told = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert set(told) == {4, 5, 6, 7}
    assert "三月五日" in told[5]


def test_what_the_file_tells_is_kept_and_nothing_is_invented(far: Town, file: Path) -> None:
    run_import(far, file)
    done, begun = Case.objects.order_by("id")
    assert (done.state, done.unit.name, done.item.path) == ("closed", "道路所", "设施 / 道路")
    assert done.reported_at == datetime(2025, 3, 1, 9, tzinfo=clock.TOWN_ZONE)
    assert done.closed_at == datetime(2025, 3, 2, 10, tzinfo=clock.TOWN_ZONE)
    assert (done.dispatched_at, done.due_at) == (None, None)
    assert done.community.name == "东社区"
    assert done.requests.get().attributes == {"备注": "急"}
    assert begun.requests.get().attributes == {}


PLATFORM = (
    MAP.replace(
        "[trees.item]", '[fields.platform_due_at]\ncolumn = "时限"\ntype = "moment"\n[trees.item]'
    )
    + '[[states]]\nstate = "dispatched"\n'
)


@pytest.fixture
def platform(tmp_path: Path) -> Path:
    """One order that the platform closed in time, one that is still open and long late."""
    path = tmp_path / "platform.csv"
    path.write_text(
        HEAD.replace("备注", "备注,时限")
        + "1,路面有坑,2025-03-01 09:00,2025-03-02 10:00,设施,道路,东社区,道路所,急,2025-03-05\n"
        + "2,井盖松动,2025-03-03 09:00,,设施,井盖,西社区,道路所,,2025-03-08\n",
        encoding="utf-8",
    )
    (tmp_path / "map.toml").write_text(PLATFORM, encoding="utf-8")
    return path


def test_what_is_still_open_runs_under_the_platforms_clock(far: Town, platform: Path) -> None:
    run_import(far, platform)
    begun = Case.objects.get(state="dispatched")
    assert (begun.due_clock, clocks.tone(begun, clock.now())) == ("platform", "red")
    assert begun.due_at == datetime(2025, 3, 8, tzinfo=clock.TOWN_ZONE)
    assert worker.mind_clocks() == 1
    row = Clock.objects.get(case=begun)
    assert row.lapsed_at is not None
    done = Case.objects.get(state="closed")
    assert (done.due_at, Clock.objects.get(case=done).act_at) == (None, None)


def test_what_came_closed_waits_for_no_visit_of_ours(town: SmallTown, platform: Path) -> None:
    run_import(town.town, platform)
    ours = reported(town)
    ours.to_closed()
    done = Case.objects.get(closed_elsewhere=True)
    page = browser(town.caller)
    for url in ("/cases/mine/", "/cases/?to_visit=1", "/cases/board/"):
        html = page.get(url)
        assert ours.number in html, url
        assert done.number not in html, url
    assert done.number in page.get("/cases/?state=closed")
    html = page.get(f"/cases/{done.number}/")
    assert "来件时已办结" in html
    assert "待回访" not in html
    with pytest.raises(Refused, match="不需要我们回访"):
        Desk(town, Receipt(done.requests.get(), done, "")).do(
            "visit", town.caller, answered=True, **HAPPY
        )


def test_reopened_here_it_is_ours_to_visit(town: SmallTown, platform: Path) -> None:
    run_import(town.town, platform)
    done = Case.objects.get(closed_elsewhere=True)
    desk = Desk(town, Receipt(done.requests.get(), done, ""))
    desk.do("reopen", town.supervisor, reason="居民又反映")
    assert (desk.case.state, desk.case.closed_elsewhere) == ("accepted", False)
    assert desk.case.requests.get().state == Request.State.OPEN


def test_a_second_import_creates_nothing(far: Town, file: Path) -> None:
    run_import(far, file)
    before = (Case.objects.count(), Area.objects.count(), Item.objects.count())
    again = summary(run_import(far, file))
    assert (again["created"], again["known"], again["rejected"]) == (0, 3, 4)
    assert (Case.objects.count(), Area.objects.count(), Item.objects.count()) == before


def test_places_and_units_are_made_only_where_allowed(far: Town, file: Path) -> None:
    result = summary(run_import(far, file, create=False))
    assert (result["created"], result["rejected"]) == (0, 7)
    assert not Area.objects.filter(town=far).exists()


def test_an_interrupted_import_continues(
    far: Town, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.runs.drive, "__kwdefaults__", {"batch": 2, "progress": None})
    real, calls = running.report_many, []

    def dies_in_the_second_batch(*args: object, **kwargs: object) -> object:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "report_many", dies_in_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        run_import(far, file)
    assert Request.objects.count() == 2
    result = summary(run_import(far, file))
    assert (result["rows"], result["created"], result["known"], result["rejected"]) == (7, 2, 1, 4)
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title = 1", "对照表"),
        (MAP.replace("[fields.text]", "[fields.words]"), "words"),
        (MAP.replace('column = "内容"', 'column = "正文"'), "正文"),
    ],
)
def test_a_mistaken_map_is_named(far: Town, file: Path, text: str, sentence: str) -> None:
    (file.parent / "map.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=sentence):
        run_import(far, file)
    assert not Case.objects.exists()
    assert not ImportRun.objects.exists()


def test_an_unknown_map_names_the_ready_ones() -> None:
    with pytest.raises(Invalid, match="boston_311"):
        read_map("nowhere")


DATA = Path(os.environ.get("JIEDAO_DATA", Path(__file__).parents[4] / "shared" / "data"))


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="the measuring data are not on this machine")
@pytest.mark.parametrize(
    ("name", "path", "rows"),
    [
        ("pingshan_orders", "orders_pingshan/orders_to_2018_10.csv", 6945),
        ("messages", "messages/labelled.csv", 6517),
        ("boston_311", "requests_boston/requests_2011_07_10.csv.gz", 41827),
    ],
)
def test_the_three_real_files_import_whole(far: Town, name: str, path: str, rows: int) -> None:
    run = import_requests(far.pk, DATA / path, read_map(name), create_places=True, actor=SYSTEM)
    assert (run.rows, run.created + run.known + run.rejected, run.rejected) == (rows, rows, 0)
    told = Clock.objects.filter(stopped_at__isnull=False).select_related("request")
    flags = [(clock.request.attributes.get("ontime"), clock.late) for clock in told]
    assert all((flag == "OVERDUE") == late for flag, late in flags if flag)
    # Emptied after the test, each of so many requests would be looked for among all the clocks.
    Clock.objects.all()._raw_delete("default")
