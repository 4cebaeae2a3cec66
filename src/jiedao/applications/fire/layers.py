"""The layer of alarms that are not over; that of the places is generated."""

from jiedao.applications.fire.alarms import ALARM, KIND
from jiedao.engines.cases.layers import open_cases
from jiedao.kernel.declarations import Layer
from jiedao.kernel.titles import Title

LAYERS = (
    Layer("fire.alarms", Title("烟感报警", "Smoke alarms"), Title("智慧消防", "Smart fire safety"),
          "cases.see", open_cases(ALARM), KIND.map_style, shown=True),
)  # fmt: skip
