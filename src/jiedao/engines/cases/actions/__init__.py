"""Every write of the cases engine. Pages, API, imports, worker and samples call these."""

from jiedao.engines.cases.actions.incoming import NewCase, NewRequest, Receipt
from jiedao.engines.cases.actions.intake import open_case, open_many, report, report_many
from jiedao.engines.cases.actions.making import make_move

__all__ = [
    "NewCase",
    "NewRequest",
    "Receipt",
    "make_move",
    "open_case",
    "open_many",
    "report",
    "report_many",
]
