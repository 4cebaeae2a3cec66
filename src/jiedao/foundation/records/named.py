"""What a move names by its id: fields of a move's data are no fields of the kind, so that nobody
has looked yet whether there is such a row in the town."""

from typing import Any

from django.utils.translation import gettext as _

from jiedao.foundation.records.references import reference
from jiedao.kernel.errors import Invalid


def must_exist(work: Any, to: str, row_id: int | None, field: str) -> None:
    """Invalid at the field where the town has no row of that id; ``to`` as in ``Ref``."""
    if row_id is None:
        return
    if row_id not in reference(to).words(work.record.town_id, [row_id]):
        raise Invalid(_("没有这一项，请从列表中选择。"), field=field, code="no_reference")
