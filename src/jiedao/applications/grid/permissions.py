"""A grid worker verifies on the spot what was done about events in the own cell."""

from jiedao.applications.grid.kinds import GRID_EVENT
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

ROLES = (
    RoleSuggestion(
        "grid_verifier",
        Title("网格核查员", "Grid verifier"),
        "area",
        ("cases.see", "cases.check"),
        (GRID_EVENT,),
    ),
)
