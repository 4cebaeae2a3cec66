"""What classes of matters are called in words, and in which colour they are drawn."""

from typing import Final

from jiedao.engines.mining.models import MatterClass
from jiedao.kernel.titles import Title

KIND: Final = "matter_class"
"""The kind of record in history, and of what a root-cause case is about."""
TITLE: Final = Title("热点一类事", "Hot matters")
ONE: Final = Title("一类事", "Class of matters")

STATES: Final = {
    MatterClass.State.RETURNING: Title("结案后又来", "Returning"),
    MatterClass.State.GROWING: Title("增多", "Growing"),
    MatterClass.State.NEW: Title("新出现", "New"),
    MatterClass.State.PERSISTING: Title("持续", "Persisting"),
    MatterClass.State.QUIET: Title("平息", "Quiet"),
}
_TONES: Final = {
    MatterClass.State.RETURNING: "red",
    MatterClass.State.GROWING: "amber",
    MatterClass.State.NEW: "amber",
    MatterClass.State.QUIET: "grey",
}
# What colours mean on maps of classes: two states share what calls for a look.
LEGEND: Final = {
    "red": Title("结案后又来", "Returning"),
    "amber": Title("增多、新出现", "Growing, new"),
    "neutral": Title("持续", "Persisting"),
    "grey": Title("平息", "Quiet"),
}
VERBS: Final = {
    "matter_found": Title("发现一类事", "Class found"),
    "matter_regrouped": Title("重新归集", "Grouped anew"),
    "matter_ended": Title("并入别的一类事", "Went into another class"),
    "matter_dismissed": Title("认定不是一类事", "Said to be no class"),
    "matter_restored": Title("恢复为一类事", "Made a class again"),
    "member_removed": Title("移出一件", "Case taken out"),
    "member_added": Title("加入一件", "Case added"),
    "playbook_written": Title("写处置办法", "Playbook written"),
    "root_opened": Title("立根源事件", "Root-cause case opened"),
    "members_joined": Title("并入根源事件", "Cases joined to the root-cause case"),
}


def state_title(state: str) -> Title:
    """The state in words."""
    return STATES[MatterClass.State(state)]


def tone_of(matter: MatterClass) -> str:
    """Its colour; what people said to be no class is grey."""
    if matter.dismissed_at is not None:
        return "grey"
    return _TONES.get(MatterClass.State(matter.state), "neutral")
