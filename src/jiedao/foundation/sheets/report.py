"""The Excel report of what was not taken: row, column, value, and a sentence for each fault."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jiedao.foundation.sheets.faults import RowFault
from jiedao.foundation.sheets.writers import Target, write_table

_WIDTHS = (8, 24, 40, 80)


def write_report(target: Target, faults: Iterable[RowFault]) -> int:
    """Write faults one after the other, in constant memory; returns how many there were."""
    header = [_("行号"), _("列"), _("原值"), _("问题")]
    rows = ((fault.row, fault.column, fault.value, fault.sentence) for fault in faults)
    return write_table(target, header, rows, widths=_WIDTHS)
