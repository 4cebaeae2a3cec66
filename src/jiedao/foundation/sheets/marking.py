"""The mark of tables that leave a town replayed: a file goes its own way, so every row says so."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from jiedao.foundation.sheets.cells import Raw
from jiedao.kernel import towns


def marked(
    header: Sequence[str], rows: Iterable[Sequence[Raw]]
) -> tuple[Sequence[str], Iterable[Sequence[Raw]]]:
    """Header and rows as they go out: in a town replayed with a last column that marks them."""
    if not towns.replayed():
        return header, rows
    mark = _("模拟")
    return (*header, _("数据性质")), ((*row, mark) for row in rows)
