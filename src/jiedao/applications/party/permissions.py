"""The role that a new town gets for party work."""

from jiedao.applications.party.kinds import SESSION
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "party_office", Title("党建工作办", "Party-work office"), "town",
        ("records.see", "records.add", "records.edit", "records.import", "records.export"),
        (SESSION,),
    ),
)  # fmt: skip
