"""The layers of emergencies that are not settled, and of open incident rooms."""

from jiedao.applications.command.incident.mapping import LAYER
from jiedao.applications.command.kinds import EVENT, KINDS
from jiedao.engines.cases.layers import open_cases
from jiedao.kernel.declarations import Layer
from jiedao.kernel.titles import Title

LAYERS = (
    Layer("command.events", Title("突发事件", "Emergencies"), Title("值班值守", "Command"),
          "cases.see", open_cases(EVENT), KINDS[0].map_style, shown=True),
    LAYER,
)  # fmt: skip
