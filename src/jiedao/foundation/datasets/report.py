"""The Excel report of what was not taken: row, column, value, and a sentence for each fault."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.core.files import File
from django.utils.translation import gettext as _

from jiedao.foundation.datasets.faults import RowFault
from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.sheets.writers import Target, write_table

_WIDTHS = (8, 24, 40, 80)


def write_report(target: Target, faults: Iterable[RowFault]) -> int:
    """Write faults one after the other, in constant memory; returns how many there were."""
    header = [_("行号"), _("列"), _("原值"), _("问题")]
    rows = ((fault.row, fault.column, fault.value, fault.sentence) for fault in faults)
    return write_table(target, header, rows, widths=_WIDTHS)


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
