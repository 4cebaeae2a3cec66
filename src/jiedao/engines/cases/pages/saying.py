"""History as readable sentences: who did what, to whom, and what it changed, in both languages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, kinds, workflow
from jiedao.engines.cases.channels import channel_title
from jiedao.engines.cases.naming import verbs_of
from jiedao.engines.cases.pages import attribute_words, choices
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel.models import History
from jiedao.kernel.titles import Title
from jiedao.web import formats
from jiedao.web.parts import Change, Entry

_ICONS = {
    "accept": "inbox", "decline": "circle-x", "classify": "tag", "dispatch": "send",
    "recall": "arrow-back-up",
    "sign": "signature", "assign": "user-plus", "contact": "phone", "object": "hand-stop",
    "hear": "message-2", "arbitrate": "gavel", "return": "arrow-back-up",
    "ask_extension": "calendar-clock", "decide_extension": "calendar-event",
    "ask_suspension": "clock-pause", "decide_suspension": "clock-pause",
    "resume": "player-play", "report_part": "messages", "stage_done": "progress-check",
    "handle": "tool", "check_pass": "circle-check", "check_fail": "circle-x",
    "decide_night_check": "moon", "close": "archive", "visit": "phone-call",
    "ask_exemption": "scale", "decide_exemption": "scale", "reopen": "refresh",
    "second_exemption": "users", "ask_appeal": "scale", "decide_appeal": "scale",
    "ask_return_up": "arrow-up", "record_return_up": "arrow-up",
    "urge": "bell", "supervise": "eye", "unsupervise": "eye-off", "take_lead": "flag",
    "merge": "git-merge", "split": "git-branch", "remark": "notes",
    "reported": "message-report", "joined": "git-merge", "split_from": "git-branch", "addition": "message-2", "urged_by_resident": "bell",
    "withdraw": "arrow-back-up", "rated": "star", "warned": "alarm", "lapsed": "clock-exclamation", "escalated": "arrow-up",
    "night_check_overdue": "moon", "redo": "repeat", "attached": "paperclip", "revealed": "eye",
}  # fmt: skip
_TONES = {"lapsed": "red", "escalated": "red", "warned": "amber"}
CLOCKS = {
    workflow.SIGN_FOR: Title("签收", "Sign for"),
    workflow.FIRST_CONTACT: Title("首联", "First contact"),
    workflow.INNER: Title("办理", "Handling"),
    workflow.PLATFORM: Title("平台", "Platform"),
    workflow.CO_REPORT: Title("协办反馈", "Co-handler's report"),
    clocks.SUSPENSION: Title("挂账到期", "Suspension ends"),
}
SATISFACTION = {
    "satisfied": Title("满意", "Satisfied"),
    "basically": Title("基本满意", "Basically satisfied"),
    "dissatisfied": Title("不满意", "Dissatisfied"),
    "no_answer": Title("未接通", "No answer"),
}
CHECK_WAYS = {
    "on_spot": Title("现场核查", "On the spot"),
    "phone": Title("电话核查", "By phone"),
    "document": Title("查看材料", "By document"),
    "none": Title("无需核查", "No check"),
}
LEVELS_UP = {1: Title("上一级", "One level up"), 2: Title("街道", "Sub-district")}
# Fields that a reader wants to see change; times and counters follow from the verb itself.
_FIELDS = {
    "state": Title("状态", "State"),
    "item_id": Title("事项", "Item"),
    "level": Title("等级", "Level"),
    "unit_id": Title("主办单位", "Unit"),
    "handler_id": Title("经办人", "Handler"),
    "leader_id": Title("包案领导", "Leader"),
    "community_id": Title("社区", "Community"),
    "grid_id": Title("网格", "Grid"),
    "building_id": Title("楼栋", "Building"),
    "address": Title("地址", "Address"),
    "due_at": Title("最近时限", "Nearest deadline"),
    "suspended_until": Title("挂账至", "Suspended until"),
    "secret": Title("涉密", "Secret"),
}


class Teller:
    """Tells the lines of one case: every name is looked up once, accounts in one statement."""

    def __init__(self, town_id: int, lines: Sequence[History], kind: str) -> None:
        self.town_id = town_id
        self.lines = lines
        self.kind = kind
        self._verbs = verbs_of(kind)

    def entries(self) -> list[Entry]:
        """Newest first."""
        return [self.entry(line) for line in reversed(self.lines)]

    def entry(self, line: History) -> Entry:
        title, icon = self._verb(line)
        return Entry(
            at=line.at,
            actor=self._actor(line),
            verb=title,
            note=self._note(line),
            changes=self._changes(line),
            icon=icon,
            tone=_TONES.get(line.verb, ""),
            unit=self._unit(line.unit_id),
        )

    def _verb(self, line: History) -> tuple[str, str]:
        title = self._verbs.get(line.verb)
        if title is None:
            return line.verb, "circle"
        icon = _ICONS.get(line.verb, "circle")
        more = _MORE.get(line.verb)
        words = more(self, line.data) if more else ""
        return f"{title} · {words}" if words else str(title), icon

    def _actor(self, line: History) -> str:
        if line.actor_kind == History.ActorKind.RESIDENT:
            return _("诉求人")
        if line.actor_kind == History.ActorKind.SYSTEM:
            return _("系统")
        if line.covered_id is None:
            return line.actor_name
        absent = self._accounts.get(line.covered_id, "")
        return _("%(name)s（代 %(absent)s）") % {"name": line.actor_name, "absent": absent}

    def _note(self, line: History) -> str:
        return line.note

    def _changes(self, line: History) -> list[Change]:
        found = []
        for name, (old, new) in line.changes.items():
            if name in _FIELDS and self._said(line, name) is False:
                found.append(
                    Change(str(_FIELDS[name]), self.value(name, old), self.value(name, new))
                )
            elif name == "attributes":
                found += attribute_words.changes(self.kind, old or {}, new or {})
        return found

    def _said(self, line: History, name: str) -> bool:
        """Whether the verb has told this change already."""
        return (line.verb, name) in {
            ("dispatch", "unit_id"),
            ("recall", "unit_id"),
            ("return", "unit_id"),
        }

    def value(self, name: str, value: Any) -> str:
        """A field's value in words."""
        if value in (None, ""):
            return ""
        tell = _VALUES.get(name)
        return tell(self, value) if tell else str(value)

    def _unit(self, unit_id: int | None) -> str:
        node = structure_of(self.town_id).units.get(unit_id or 0)
        return node.name if node else ""

    def _area(self, area_id: int) -> str:
        row = locator_for(self.town_id).area(area_id)
        return row.name if row else str(area_id)

    def _item(self, item_id: int) -> str:
        return catalogue_for(self.town_id).name(item_id)

    @cached_property
    def _accounts(self) -> dict[int, str]:
        ids: set[int | None] = {line.covered_id for line in self.lines}
        for line in self.lines:
            for name in ("handler_id", "leader_id"):
                ids.update(line.changes.get(name, ()))
        return choices.account_names(ids)

    def units(self, ids: Iterable[int]) -> str:
        """Names of units, joined."""
        return _("、").join(self._unit(each) for each in ids)


def _moment(value: str) -> str:
    return formats.exact(datetime.fromisoformat(value))


_VALUES: Mapping[str, Callable[[Teller, Any], str]] = {
    "state": lambda t, v: str(kinds.state_named(t.kind, v).titles),
    "item_id": lambda t, v: t._item(v),
    "level": lambda t, v: choices.level_title(v),
    "unit_id": lambda t, v: t._unit(v),
    "handler_id": lambda t, v: t._accounts.get(v, ""),
    "leader_id": lambda t, v: t._accounts.get(v, ""),
    "community_id": lambda t, v: t._area(v),
    "grid_id": lambda t, v: t._area(v),
    "building_id": lambda t, v: t._area(v),
    "due_at": lambda t, v: _moment(v),
    "suspended_until": lambda t, v: _moment(v),
    "secret": lambda t, v: _("是") if v else _("否"),
}


def _dispatched(teller: Teller, data: Mapping[str, Any]) -> str:
    words = teller._unit(data.get("unit"))
    if data.get("co_units"):
        words = _("%(lead)s，协办 %(co)s") % {
            "lead": words,
            "co": teller.units(data["co_units"]),
        }
    return words


def _decided(_teller: Teller, data: Mapping[str, Any]) -> str:
    if "upheld" not in data:
        return ""
    return _("同意") if data["upheld"] else _("不同意")


def _answer(_teller: Teller, data: Mapping[str, Any]) -> str:
    title = SATISFACTION.get(str(data.get("satisfaction", "")))
    return " ".join(word for word in (str(data.get("request", "")), str(title or "")) if word)


def _check(_teller: Teller, data: Mapping[str, Any]) -> str:
    words = [str(CHECK_WAYS.get(str(data.get("way")), ""))]
    if "metres" in data:
        words.append(_("拍摄处距事件 %(metres)d 米") % {"metres": data["metres"]})
    if data.get("far_reason"):
        words.append(str(data["far_reason"]))
    return " · ".join(word for word in words if word)


def clock_title(kind: str, key: str) -> str:
    """A clock in words: the loop's, or one that the kind of case declares."""
    own = kinds.clock_of(kind, key)
    return str(own.titles if own is not None else CLOCKS.get(key, key))


def _clocks(teller: Teller, data: Mapping[str, Any]) -> str:
    return _("、").join(clock_title(teller.kind, key) for key in data.get("clocks", ()))


_MORE: Mapping[str, Callable[[Teller, Mapping[str, Any]], str]] = {
    "reported": lambda t, d: channel_title(str(d.get("channel", ""))),
    "dispatch": _dispatched,
    "recall": lambda t, d: t._unit(d.get("from_unit")),
    "return": lambda t, d: t._unit(d.get("from_unit")),
    "object": lambda t, d: _("建议由 %(unit)s 办理") % {"unit": t._unit(d.get("proposed_unit"))},
    "hear": lambda t, d: _("愿意办理") if d.get("agrees") else _("不认可"),
    "decline": lambda t, d: str(workflow.OUTCOMES.get(str(d.get("outcome")), "")),
    "arbitrate": _decided,
    "decide_extension": _decided,
    "decide_suspension": _decided,
    "decide_exemption": _decided,
    "decide_night_check": _decided,
    "decide_appeal": _decided,
    "record_return_up": _decided,
    "ask_appeal": _clocks,
    "ask_return_up": lambda t, d: str(d.get("request", "")),
    "ask_extension": lambda t, d: _("%(n)s（按原时限单位）") % {"n": d.get("amount", "")},
    "ask_suspension": lambda t, d: _("至 %(day)s") % {"day": d.get("until", "")},
    "report_part": lambda t, d: t.units(d.get("units", ())),
    "stage_done": lambda t, d: str(d.get("stage", "")),
    "check_pass": _check,
    "contact": lambda t, d: "" if d.get("reached", True) else _("未接通"),
    "visit": _answer,
    "rated": _answer,
    "warned": _clocks,
    "lapsed": _clocks,
    "escalated": lambda t, d: str(LEVELS_UP.get(int(d.get("level", 0)), "")),
    "merge": lambda t, d: _("并入 %(number)s") % {"number": d.get("into", "")},
    "joined": lambda t, d: str(d.get("from", "")),
    "split": lambda t, d: _("拆出 %(number)s") % {"number": d.get("to", "")},
    "split_from": lambda t, d: str(d.get("from", "")),
    "redo": lambda t, d: _("、").join(d.get("requests", ())),
    "attached": lambda t, d: _("%(n)s 个") % {"n": len(d.get("files", ()))},
    "revealed": lambda t, d: "",
}
