"""The faults of a run, and its report among the files of the installation."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.core.files import File

from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.sheets.faults import RowFault
from jiedao.foundation.sheets.report import write_report


def faults_of(run: ImportRun) -> Iterable[RowFault]:
    """The faults of a run by row, read from the database as they are needed."""
    rejections = run.rejections.order_by("row", "id").values_list(
        "row", "column", "value", "sentence"
    )
    return (RowFault(*rejection) for rejection in rejections.iterator(chunk_size=2000))


def attach(run: ImportRun) -> None:
    """Write the run's report into the files of the installation; the caller saves the run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        write_report(path, faults_of(run))
        with path.open("rb") as file:
            run.report.save(f"import-{run.pk}.xlsx", File(file), save=False)
