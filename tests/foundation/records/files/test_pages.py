"""Template, import and export in the browser: rights, results, reports; large files wait."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.config import jobs as worker_jobs
from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.records.files import pages
from jiedao.foundation.staff.models import Account
from jiedao.foundation.things.models import Thing
from jiedao.kernel.models import History
from tests.cast import SmallTown
from tests.foundation.records.files.sheet import EAST, excel, fig, many

BASE = f"/r/{TREE}/"


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def as_(who: Account) -> Client:
    client = Client()
    client.force_login(who)
    return client


def send(who: Account, file: io.BytesIO, **more: str) -> Any:
    upload = SimpleUploadedFile("古树.xlsx", file.getvalue())
    return as_(who).post(f"{BASE}import/", {"file": upload, **more}, follow=True)


def test_a_small_file_is_imported_at_once(town: SmallTown) -> None:
    page = send(town.clerk_west, excel(*many(3))).content.decode()
    assert "全部导入" in page
    assert Thing.objects.count() == 3
    assert "古树.xlsx" in as_(town.clerk_west).get(f"{BASE}import/").content.decode()


def test_faults_stand_on_the_page_and_in_the_report(town: SmallTown) -> None:
    file = excel(fig(), fig(编号="GS-002", 保护等级="特级"), fig(编号="GS-003", 位置=EAST))
    page = send(town.clerk_west, file).content.decode()
    assert "有 2 行不对，所以一行也没有导入" in page
    assert "特级" in page
    assert not Thing.objects.exists()
    run = ImportRun.objects.get()
    answer = as_(town.clerk_west).get(f"{BASE}import/{run.pk}/report/")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [3, 4]
    page = send(town.clerk_west, file, partial="on").content.decode()
    assert "其余已导入" in page
    assert Thing.objects.count() == 1


def test_who_may(town: SmallTown) -> None:
    file = excel(fig())
    assert send(town.reader, file).status_code == 403
    run = send(town.clerk_west, file).redirect_chain[-1][0]
    assert as_(town.reader).get(run).status_code == 403
    assert as_(town.stranger).get(run).status_code == 404
    send(town.stranger, excel(fig(编号="GS-009")))
    assert Thing.objects.get(town=town.town).code == "GS-001"
    for path, may, may_not in (
        ("template/", town.reader, town.nobody),
        ("export.csv", town.dispatcher, town.grid_worker),
        ("export.xlsx", town.dispatcher, town.nobody),
    ):
        assert as_(may).get(BASE + path).status_code == 200
        assert as_(may_not).get(BASE + path).status_code in (403, 404)


def test_a_refused_file_is_said_on_the_form(town: SmallTown) -> None:
    answer = send(town.clerk_west, excel(["x", "y"], head=("姓名", "电话")))
    assert answer.status_code == 422
    assert "没有找到表头行" in answer.content.decode()


def test_a_large_file_waits_for_the_worker(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "AT_ONCE", 10)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections",
                        lambda: None)  # fmt: skip
    page = send(town.clerk_west, excel(*many(3))).content.decode()
    assert "正在后台导入" in page
    assert not Thing.objects.exists()
    assert worker_jobs.run_one_job()
    run = ImportRun.objects.get()
    assert (run.status, run.created) == ("done", 3)
    assert "全部导入" in as_(town.clerk_west).get(f"{BASE}import/{run.pk}/").content.decode()


def test_an_export_has_what_its_reader_sees(town: SmallTown) -> None:
    send(town.dispatcher, excel(fig(), fig(编号="GS-002", 位置=EAST)))

    def said(who: Account) -> str:
        return b"".join(as_(who).get(f"{BASE}export.csv").streaming_content).decode()

    assert "GS-002" in said(town.dispatcher)
    assert "GS-001" in said(town.clerk_west)
    assert "GS-002" not in said(town.clerk_west)
    assert History.objects.filter(kind="export", actor_id=town.clerk_west.pk).count() == 2
