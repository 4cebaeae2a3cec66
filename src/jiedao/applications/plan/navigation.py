"""The lines of the left rail: the wall, the tasks, what is read in, the challenges."""

from jiedao.applications.plan.kinds import KINDS
from jiedao.applications.plan.names import ASSIGN, FACT, HONOUR, PLATFORM, REPORTED, TASK
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title

_KINDS = {kind.key: kind for kind in KINDS}


def _list(kind: str, order: int) -> NavigationEntry:
    return NavigationEntry.of_kind(_KINDS[kind], "records:list", "records.see", order)


NAVIGATION = (
    NavigationEntry("plan.wall", Title("计划墙", "Plan wall"), "plan:wall", "layout-grid",
                    "records.see", 1, "plan", (), TASK),
    _list(TASK, 2),
    NavigationEntry("plan.import", Title("读入计划", "Read a plan in"), "plan:import",
                    "file-import", ASSIGN, 3, "plan", (), TASK),
    NavigationEntry("plan.challenges", Title("揭榜挂帅", "Open challenges"), "plan:challenges",
                    "trophy", "records.edit", 4, "plan", (), TASK),
    _list(FACT, 5),
    _list(HONOUR, 6),
    _list(REPORTED, 7),
    _list(PLATFORM, 8),
)  # fmt: skip
