"""Every write of the cases engine. Pages, API, imports, worker and samples call these."""

from jiedao.engines.cases.actions.intake import NewRequest, Receipt, report, report_many
from jiedao.engines.cases.actions.making import make_move

__all__ = ["NewRequest", "Receipt", "make_move", "report", "report_many"]
