"""A catalogue out of an Excel file into the draft: all of it, or a report and nothing."""

from jiedao.foundation.catalogue import actions, queries
from jiedao.foundation.catalogue.excel.duties import directory_of
from jiedao.foundation.catalogue.excel.reading import Reading, read_catalogue
from jiedao.foundation.catalogue.models import Edition
from jiedao.foundation.sheets.files import Source
from jiedao.foundation.staff.actions.common import require_in
from jiedao.kernel.actors import Actor
from jiedao.kernel.transactions import within


def load_file(
    town_id: int, source: Source, *, retire_others: bool = False, actor: Actor
) -> tuple[Edition | None, Reading]:
    """Read a file into the town's draft (opened if there is none).

    Returns the draft, or None where rows are faulty: then nothing was written, and
    ``Reading.faults`` says why row by row (``sheets.report`` makes the Excel report).
    ``retire_others`` retires the items that the file does not name. Raises ``Invalid`` for a
    file that is no catalogue.
    """
    require_in(actor, actions.PERMISSION, town_id)
    draft = queries.draft_of(town_id)
    edition = queries.rows_of(draft) if draft else queries.published_rows(town_id)
    reading = read_catalogue(source, edition, directory_of(town_id))
    if reading.faults:
        return None, reading
    with within():
        draft = actions.open_draft(town_id, actor=actor)
        draft = actions.replace_items(draft, reading.rows, retire_others=retire_others, actor=actor)
    return draft, reading
