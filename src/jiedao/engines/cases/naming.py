"""What a case is called in words, where the workflow's own word would not be true."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from jiedao.engines.cases import kinds
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.workflow import LOOP
from jiedao.kernel.attributes import Options
from jiedao.kernel.registry import Slot
from jiedao.kernel.titles import Title


@dataclass(frozen=True, slots=True)
class FurtherVerb:
    """What an upper floor writes into the history of cases, in words."""

    key: str
    titles: Title


further_verbs: Slot[FurtherVerb] = Slot("case_verbs", FurtherVerb)

CLOSED_ELSEWHERE = Title("来件时已办结", "Closed before it came")
# What is no move: what residents, the clock and other records do to a case.
VERBS: Final[Mapping[str, Title]] = {
    "reported": Title("上报", "Reported"),
    "joined": Title("其他诉求并入", "Joined by another case"),
    "split_from": Title("由拆案而来", "Split from another case"),
    "addition": Title("诉求人补充情况", "Requester added information"),
    "urged_by_resident": Title("诉求人催办", "Requester urged"),
    "withdraw": Title("诉求人撤回", "Requester withdrew"),
    "rated": Title("诉求人评价", "Requester rated"),
    "warned": Title("到期预警", "Warned"),
    "lapsed": Title("超期", "Ran late"),
    "escalated": Title("超期升级", "Escalated"),
    "night_check_overdue": Title("逾期未补核查", "Check after the night shift overdue"),
    "redo": Title("转重办", "To be redone"),
    "attached": Title("上传附件", "Added files"),
    "revealed": Title("查看原文", "Read the original"),
}


def tone_words() -> dict[str, str]:
    """What each colour of a clock says, in the order of their weight."""
    return {
        "red": _("已超期"), "amber": _("将到期"), "violet": _("挂账"), "green": _("时限内"),
        "neutral": _("无时限"), "grey": _("已办结"),
    }  # fmt: skip


def state_title(case: Case) -> Title:
    """The state in words. What another system closed waits for no return visit of ours."""
    if case.closed_elsewhere:
        return CLOSED_ELSEWHERE
    return kinds.state_of(case).titles


def matter_of(case: Case) -> str:
    """What it is about: its item, or what its kind says it is about; "" where neither is known."""
    kind = kinds.kind_of(case.kind)
    if case.item or kind is None:
        return str(case.item or "")
    name = kinds.options_of(kind).matter
    sorts = kind.attributes.model_fields[name].annotation if name else None
    value = case.attributes.get(name)
    if not isinstance(sorts, type) or not issubclass(sorts, Options) or value not in list(sorts):
        return ""
    return str(sorts(value).titles)


def verbs_of(kind: str) -> dict[str, Title]:
    """Everything that history may say of cases of the kind: verb → title."""
    own = {move.key: move.titles for move in kinds.workflow_of(kind).moves}
    return {**_further(), **VERBS, **own}


def _further() -> dict[str, Title]:
    return {one.key: one.titles for one in further_verbs}


def every_verb() -> dict[str, Title]:
    """The words for what is done to any case, for whoever does not know its kind: where a
    kind's own move bears the name of one of the loop's, the loop's word stands."""
    found: dict[str, Title] = {}
    for kind in kinds.case_kinds():
        found |= verbs_of(kind.key)
    return {**found, **_further(), **VERBS, **{move.key: move.titles for move in LOOP.moves}}
