"""The pages of import runs, and downloads."""

import io
from pathlib import Path

import openpyxl
from django.test import Client

from jiedao.foundation.datasets import report
from jiedao.foundation.datasets.exports import download
from jiedao.foundation.datasets.models import ImportRun, Rejection
from jiedao.foundation.staff.models import Account
from jiedao.kernel import clock
from tests.cast import SmallTown


def opened(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def made(town: SmallTown, **values: object) -> ImportRun:
    return ImportRun.objects.create(
        town=town.town, kind="requests", file_name="orders.csv", sha256="0" * 64,
        started_at=clock.now(), **({"status": "done"} | values),
    )  # fmt: skip


def test_the_list_and_a_run(town: SmallTown) -> None:
    run = made(town, rows=3, created=2, rejected=1, status="failed", cursor=3)
    Rejection.objects.create(run=run, row=4, column="时间", value="昨天", sentence="不是时间。")
    client = opened(town.catalogue_owner)
    assert "orders.csv" in client.get("/imports/").content.decode()
    words = client.get(f"/imports/{run.pk}/").content.decode()
    assert "昨天" in words
    assert "停在第 3 行之后" in words
    assert client.get(f"/imports/{run.pk}/report/").status_code == 404
    assert opened(town.handler).get("/imports/").status_code == 403
    assert opened(town.handler).get(f"/imports/{run.pk}/").status_code == 403
    assert opened(town.stranger).get(f"/imports/{run.pk}/").status_code in (403, 404)
    assert Client().get("/imports/").status_code == 303


def test_the_report_is_downloaded(town: SmallTown, settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    run = made(town, rejected=1)
    Rejection.objects.create(run=run, row=4, column="时间", value="=昨天", sentence="不是时间。")
    report.attach(run)
    run.save()
    response = opened(town.catalogue_owner).get(f"/imports/{run.pk}/report/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert [cell.value for cell in book.active[2]] == [4, "时间", "=昨天", "不是时间。"]


def test_rows_go_out_as_a_file(db: None) -> None:
    rows = ([number, f"事项{number}"] for number in range(3))
    response = download("工单", ["编号", "事项"], rows, form="csv")
    content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    response.close()
    assert content.splitlines() == ["编号,事项", "0,事项0", "1,事项1", "2,事项2"]
    assert "attachment" in response.headers["Content-Disposition"]
