"""The gate: every read of a report begins with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import models

from jiedao.kernel.access import Reach

if TYPE_CHECKING:
    from jiedao.engines.reports.models import Report  # noqa: F401

WRITE: Final = "reports.write"
PUBLISH: Final = "reports.publish"


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports; ``visible_to`` first."""

    def visible_to(self, reach: Reach) -> ReportQuerySet:
        """Published ones to all who hold any post in the town, drafts to those who write or
        release them. A stranger finds nothing."""
        rows = self.filter(town_id=reach.town_id)
        if reach.anywhere(WRITE) or reach.anywhere(PUBLISH):
            return rows
        return rows.filter(state="published") if reach.grants else rows.none()
