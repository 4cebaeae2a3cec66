"""A file brought by the page: refused at once, or imported by the worker under the reader's eyes."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django_tasks_db.management.commands import db_worker

from jiedao.config import jobs
from jiedao.engines.cases.importing import running
from jiedao.engines.cases.models import Case
from jiedao.foundation.datasets.models import ImportRun, ImportUpload
from jiedao.foundation.datasets.uploads import import_upload
from jiedao.kernel.models import History
from tests.cases_pages.conftest import Browser, browser
from tests.cast import SmallTown

NEW = "/imports/new/"
MAP = """
title = "工单"
kind = "request"
key = ["号"]
[fields.text]
column = "内容"
required = true
[trees.area]
levels = [{ name = "社区", level = "community" }]
"""
ROWS = [
    ("号", "内容", "社区"),
    (1, "路面有坑", "西岭社区"),
    (2, "", "西岭社区"),
    (3, "井盖松动", "东港社区"),
]


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's transaction would look like a connection left unfinished, and be closed."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def workbook(rows: list[tuple[Any, ...]] = ROWS) -> io.BytesIO:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    body = io.BytesIO()
    book.save(body)
    body.seek(0)
    body.name = "工单.xlsx"
    return body


def toml(text: str = MAP) -> io.BytesIO:
    body = io.BytesIO(text.encode())
    body.name = "工单.toml"
    return body


def send(page: Browser, **fields: Any) -> str:
    return page.send(NEW, **({"file": workbook(), "mapping": "own", "own": toml()} | fields))


def raising(fault: BaseException) -> Any:
    def act(*_args: Any, **_kwargs: Any) -> Any:
        raise fault

    return act


def kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "imports").rglob("*") if path.is_file()]


def test_a_workbook_with_ones_own_map_is_imported_by_the_worker(
    town: SmallTown, tmp_path: Path
) -> None:
    page = browser(town.admin)
    assert NEW in page.get("/imports/")
    assert "pingshan_orders" in page.get(NEW)
    send(page)
    assert page.status == 303
    url = page.last["Location"]
    assert "排队等候" in page.get(url)
    assert not Case.objects.exists()
    assert jobs.run_one_job()
    page.get(url)
    assert page.status == 303
    run = ImportRun.objects.get()
    assert page.last["Location"] == f"/imports/{run.pk}/"
    assert (run.rows, run.created, run.rejected, run.file_name) == (3, 2, 1, "工单.xlsx")
    html = page.get(f"/imports/{run.pk}/")
    assert f"/imports/{run.pk}/report/" in html
    assert "不能为空" in html
    started = History.objects.get(kind="import_run", verb="started")
    assert started.actor_id == town.admin.pk
    # The file holds people's words: it goes when it has been read.
    assert kept(tmp_path) == []


def test_progress_is_shown_while_it_runs(town: SmallTown, monkeypatch: pytest.MonkeyPatch) -> None:
    page = browser(town.admin)
    send(page)
    url = page.last["Location"]
    shown: list[str] = []
    real = running.report_many

    def looks(*args: Any, **kwargs: Any) -> Any:
        ImportUpload.objects.update(done=2, total=3)
        shown.append(page.get(url, HX_Request="true"))
        return real(*args, **kwargs)

    monkeypatch.setattr(running, "report_many", looks)
    jobs.run_one_job()
    assert "已处理的行" in shown[0]
    assert "every 2s" in shown[0]
    page.get(url, **{"HX-Request": "true"})
    assert page.last["HX-Redirect"].startswith("/imports/")


def test_a_killed_worker_leaves_a_job_that_goes_on(
    town: SmallTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser(town.admin)
    send(page)

    upload = ImportUpload.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(running, "report_many", raising(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            import_upload.call(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, len(kept(tmp_path))) == ("running", 1)
    import_upload.call(upload.pk)
    assert ImportRun.objects.get().created == 2
    import_upload.call(upload.pk)
    assert Case.objects.count() == 2


def test_a_fault_of_ours_is_told_and_the_same_file_goes_on(
    town: SmallTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, same = browser(town.admin), workbook()
    send(page, file=same)
    url = page.last["Location"]
    with monkeypatch.context() as patch:
        patch.setattr(running, "report_many", raising(RuntimeError("broken")))
        jobs.run_one_job()
    assert "请稍后再导入一次" in page.get(url)
    assert kept(tmp_path) == []
    same.seek(0)
    send(page, file=same)
    jobs.run_one_job()
    run = ImportRun.objects.get()
    assert (run.status, run.created) == ("done", 2)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"own": toml(MAP.replace("内容", "正文"))}, "正文"),
        ({"own": toml("title = 1")}, "对照表"),
        ({"own": ""}, "请上传自己的对照表"),
        ({"mapping": "nowhere"}, "请选择"),
        ({"mapping": "pingshan_orders"}, "REC_ID"),
        ({"file": toml("没有表格")}, ""),
        ({"file": ""}, ""),
    ],
)
def test_what_cannot_be_imported_is_said_at_once(
    town: SmallTown, tmp_path: Path, fields: dict[str, Any], sentence: str
) -> None:
    for one in fields.values():
        if isinstance(one, io.BytesIO):
            one.seek(0)
    page = browser(town.admin)
    html = send(page, **fields)
    assert page.status == 422
    assert sentence in html
    assert not ImportUpload.objects.exists()
    assert kept(tmp_path) == []
    assert not jobs.run_one_job()


def test_what_the_worker_refuses_is_told(town: SmallTown, tmp_path: Path) -> None:
    """Permission is asked again when the job runs: the post may have ended meanwhile."""
    page = browser(town.admin)
    send(page)
    url = page.last["Location"]
    ImportUpload.objects.update(account=town.handler)
    jobs.run_one_job()
    upload = ImportUpload.objects.get()
    assert upload.state == "refused"
    assert upload.fault in page.get(url)
    assert kept(tmp_path) == []


def test_only_those_who_may_import(town: SmallTown) -> None:
    send(browser(town.admin))
    upload = ImportUpload.objects.get()
    for who in (town.handler, town.dispatcher, town.reader, town.nobody):
        page = browser(who)
        page.get(NEW)
        assert page.status == 403, who.name
        send(page)
        assert page.status == 403, who.name
        page.get(f"/imports/uploads/{upload.pk}/")
        assert page.status == 403, who.name
    page = browser(town.stranger)
    page.get(f"/imports/uploads/{upload.pk}/")
    assert page.status in (403, 404)
    stranger = browser(None)
    stranger.get(NEW)
    assert stranger.status == 303
    assert ImportUpload.objects.count() == 1
