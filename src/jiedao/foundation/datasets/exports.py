"""Tables going out: any rows as a file download, written in constant memory."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import BinaryIO, cast

from django.http import FileResponse

from jiedao.foundation.sheets.cells import Raw
from jiedao.foundation.sheets.marking import marked
from jiedao.foundation.sheets.writers import write_table

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def download(
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Raw]],
    *,
    form: str = "xlsx",
    widths: Sequence[int] = (),
) -> FileResponse:
    """A response with the rows as ``NAME.xlsx`` or ``NAME.csv``.

    The file is written to disk first, so that a fault on the way is an answer and not half a
    file; give rows as an iterator (``queryset.iterator()``).
    """
    # Closed by the response, which deletes it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    header, rows = marked(header, rows)
    write_table(cast(BinaryIO, file), header, rows, form=form, widths=widths)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.{form}", content_type=FORMS[form]
    )
