"""Import runs: counted, continued, reported; nothing twice, nothing lost."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from jiedao.foundation.datasets import runs
from jiedao.foundation.datasets.models import ImportRun, Rejection
from jiedao.foundation.datasets.runs import Outcome
from jiedao.foundation.parties.models import Organisation
from jiedao.foundation.sheets.faults import RowFault
from jiedao.foundation.sheets.readers import Row, open_table
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Conflict, Forbidden
from jiedao.kernel.models import History
from tests.cast import SmallTown

LINES = "名称\n" + "".join(f"企业{n}\n" for n in range(20)) + "坏\n坏\n"


class Killed(BaseException):
    """What a process that is killed looks like from inside."""


class Importer:
    """Makes organisations; known by name; 坏 is refused; stops at a given one."""

    def __init__(self, town: SmallTown, stop_at: str = "", how: type[BaseException] = Killed):
        self.town, self.stop_at, self.how = town, stop_at, how

    def __call__(self, rows: Sequence[Row]) -> Outcome:
        outcome = Outcome()
        for row in rows:
            name = str(row["名称"])
            if name == self.stop_at:
                raise self.how("stop")
            if name == "坏":
                outcome.faults += [
                    RowFault(row.number, "名称", name, "不行。"),
                    RowFault(row.number, "", "", "也不行。"),
                ]
            elif Organisation.objects.filter(town=self.town.town, name=name).exists():
                outcome.known += 1
            else:
                Organisation.objects.create(
                    town=self.town.town, name=name, kind="enterprise", valid_from="2020-01-01"
                )
                outcome.created += 1
        return outcome


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "orgs.csv"
    path.write_text(LINES)
    return path


def go(town: SmallTown, file: Path, importer: Importer, **how: object) -> ImportRun:
    run = runs.begin(town.id, "organisation", file, file_name=file.name, actor=SYSTEM)
    with open_table(file) as table:
        return runs.drive(run, table.rows(), importer, batch=6, actor=SYSTEM, **how)  # type: ignore[arg-type]


def test_rows_are_created_known_or_rejected(town: SmallTown, file: Path) -> None:
    seen: list[int] = []
    run = go(town, file, Importer(town), progress=lambda run: seen.append(run.cursor))
    assert (run.rows, run.created, run.known, run.rejected) == (22, 20, 0, 2)
    assert seen == [6, 12, 18, 22]
    assert run.status == "done"
    again = go(town, file, Importer(town))
    assert again.pk != run.pk
    assert (again.rows, again.created, again.known, again.rejected) == (22, 0, 20, 2)
    assert list(History.objects.filter(kind="import_run").values_list("verb", flat=True)) == [
        "started", "finished", "started", "finished",
    ]  # fmt: skip


@pytest.mark.parametrize("how", [Killed, RuntimeError])
def test_an_interrupted_run_goes_on_where_it_stopped(
    town: SmallTown, file: Path, how: type[BaseException]
) -> None:
    with pytest.raises(how):
        go(town, file, Importer(town, stop_at="企业8", how=how))
    first = ImportRun.objects.get()
    assert (first.cursor, first.created) == (6, 6)
    assert Organisation.objects.filter(town=town.town).count() == 6
    assert first.status == ("running" if how is Killed else "failed")
    run = go(town, file, Importer(town))
    assert run.pk == first.pk
    assert (run.rows, run.created, run.known, run.rejected) == (22, 20, 0, 2)


def test_another_file_mapping_or_kind_is_another_run(town: SmallTown, file: Path) -> None:
    first = runs.begin(town.id, "a", file, file_name="f", actor=SYSTEM)
    assert runs.begin(town.id, "a", file, file_name="g", actor=SYSTEM).pk == first.pk
    others = [
        runs.begin(town.id, "b", file, file_name="f", actor=SYSTEM),
        runs.begin(town.id, "a", file, file_name="f", mapping={"x": 1}, actor=SYSTEM),
        runs.begin(town.id, "a", io.BytesIO(b"other"), file_name="f", actor=SYSTEM),
    ]
    assert len({first.pk, *(other.pk for other in others)}) == 4


def test_two_processes_cannot_do_the_same_rows(town: SmallTown, file: Path) -> None:
    run = runs.begin(town.id, "organisation", file, file_name="f", actor=SYSTEM)
    ImportRun.objects.filter(pk=run.pk).update(cursor=3)
    with open_table(file) as table, pytest.raises(Conflict):
        runs.drive(run, table.rows(), Importer(town), actor=SYSTEM)
    assert ImportRun.objects.get(pk=run.pk).status == "running"


def test_a_batch_that_does_not_add_up_is_not_taken(town: SmallTown, file: Path) -> None:
    run = runs.begin(town.id, "organisation", file, file_name="f", actor=SYSTEM)
    with open_table(file) as table, pytest.raises(RuntimeError, match="accounted"):
        runs.drive(run, table.rows(), lambda rows: Outcome(created=1), actor=SYSTEM)
    assert ImportRun.objects.get(pk=run.pk).cursor == 0


def test_the_report_names_row_column_value_and_fault(
    town: SmallTown, file: Path, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(Killed):  # a rejection before the interruption is not forgotten
        go(town, file, Importer(town, stop_at="坏"))
    file_run = ImportRun.objects.get()
    Rejection.objects.create(run=file_run, row=3, column="名称", value="甲", sentence="早先的。")
    run = go(town, file, Importer(town))
    told = runs.summary(run)
    assert told | {"report": ""} == {
        "rows": 22, "created": 20, "known": 0, "rejected": 2, "report": "",
    }  # fmt: skip
    with open_table(Path(told["report"])) as table:
        assert table.names == ("行号", "列", "原值", "问题")
        assert [row.cells for row in table.rows()] == [
            (3, "名称", "甲", "早先的。"),
            (22, "名称", "坏", "不行。"),
            (22, "", "", "也不行。"),
            (23, "名称", "坏", "不行。"),
            (23, "", "", "也不行。"),
        ]


def test_without_rejections_there_is_no_report(town: SmallTown, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("名称\n甲\n")
    assert runs.summary(go(town, path, Importer(town)))["report"] is None


def test_only_who_may_import_imports(town: SmallTown, file: Path) -> None:
    handler = Actor("account", town.handler.pk, reach=town.handler.reach)
    with pytest.raises(Forbidden):
        runs.begin(town.id, "organisation", file, file_name="f", actor=handler)
    owner = Actor("account", town.catalogue_owner.pk, reach=town.catalogue_owner.reach)
    run = runs.begin(town.id, "organisation", file, file_name="f", actor=owner)
    assert run.account_id == town.catalogue_owner.pk
