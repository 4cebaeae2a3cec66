"""The timeline of a room in words, made from its history lines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.models import Incident
from jiedao.kernel import history
from jiedao.kernel.models import History
from jiedao.web.formats import when_text
from jiedao.web.parts import Entry, Photo

_ICONS = {
    "raised": "urgent", "moved": "map-pin", "role_filled": "user-check", "ordered": "send", "order_received": "check",
    "order_done": "checks", "order_withdrawn": "arrow-back-up", "situation": "message",
    "marked": "map-pin", "unmarked": "x", "level_raised": "arrow-up",
    "level_lowered": "arrow-down", "concluded": "flag",
}  # fmt: skip
MOST = 1000
_LATER = timedelta(minutes=1)


def lines_of(incident: Incident) -> list[History]:
    """What happened in the room, oldest first."""
    return history.timeline(incident.town_id, names.KIND, incident.pk, limit=MOST)


def verb_of(line: History) -> str:
    """What was done, with whom or what it concerns."""
    verb = str(names.VERBS.get(line.verb, line.verb))
    data = line.data
    if line.verb == "role_filled":
        holder = str(data.get("to") or "") or _("（空缺）")
        return f"{verb} {data.get('role', '')}：{holder}"
    if line.verb.startswith("level_"):
        old, new = line.changes["level"]
        return f"{verb} {names.level_title(old)} → {names.level_title(new)}"
    if line.verb == "raised":
        return f"{verb} {names.level_title(int(data.get('level', 0)))}"
    if line.verb in ("marked", "unmarked"):
        return f"{verb} {names.mark_title(str(data.get('sort', '')))}"
    if line.verb.startswith("order"):
        return f"{verb} {data.get('to', '')}"
    return verb


def note_of(line: History) -> str:
    """What was said with it; of a receipt the order that it is for."""
    return line.note or (str(line.data.get("text", "")) if line.verb == "order_received" else "")


def entries(
    lines: Iterable[History], photos: Mapping[int, Sequence[Photo]] | None = None
) -> list[Entry]:
    """For the page, the latest to happen first; ``photos`` are those of each note."""
    shown = photos or {}
    return [
        Entry(happened(line), line.actor_name or _("系统"), verb_of(line), _noted(line),
              icon=_ICONS.get(line.verb, "circle"),
              photos=shown.get(int(line.data.get("note") or 0), ()))
        for line in reversed(in_order(lines))
    ]  # fmt: skip


def happened(line: History) -> datetime:
    """When it was so: a situation may be told later than it was."""
    told = line.data.get("at") if line.verb == "situation" else None
    return datetime.fromisoformat(str(told)) if told else line.at


def in_order(lines: Iterable[History]) -> list[History]:
    """By when it happened; of one moment in the order in which it was recorded."""
    return sorted(lines, key=lambda one: (happened(one), one.id))


def _noted(line: History) -> str:
    """What was said, and when it was told if that was later."""
    words = note_of(line)
    if line.at - happened(line) < _LATER:
        return words
    return _("%(text)s（%(at)s 补报）") % {"text": words, "at": when_text(line.at)}
