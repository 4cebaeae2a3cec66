"""The lines of the left rail."""

from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title

NAVIGATION = (
    NavigationEntry("grid.report", Title("网格上报", "Report an event"), "grid:report",
                    "camera-plus", "cases.report", 10, group="grid"),
    NavigationEntry("grid.events", Title("网格事件", "Grid events"), "grid:events",
                    "map-pin", "cases.see", 20, group="grid"),
    NavigationEntry("grid.cells", Title("网格一览", "Grid overview"), "grid:cells",
                    "grid-4x4", "cases.see", 30, group="grid"),
    NavigationEntry("grid.mine", Title("我的采报", "My reports"), "grid:mine",
                    "user-check", "cases.report", 40, group="grid"),
)  # fmt: skip
