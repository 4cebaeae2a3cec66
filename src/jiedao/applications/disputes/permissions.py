"""The roles that name these restricted kinds: nobody else sees them."""

from jiedao.applications.disputes.kinds import INCIDENT, PERIOD, REPORT, RISK
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "stability_office",
        Title("维稳专班", "Stability team"),
        "town",
        ("records.see", "records.add", "records.edit", "records.export"),
        (RISK, PERIOD, REPORT, INCIDENT),
    ),
    RoleSuggestion(
        "stability_owner",
        Title("风险责任人", "Owner of risks"),
        "unit",
        ("records.see", "records.edit"),
        (RISK, REPORT),
    ),
)
