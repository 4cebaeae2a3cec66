"""What happened to an area, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiedao.foundation.places.models import Area
from jiedao.foundation.places.verbs import AREA
from jiedao.kernel import history
from jiedao.kernel.models import History
from jiedao.web.parts import Change, Entry

_VERBS = {
    "added": (gettext_noop("新增"), "plus"),
    "changed": (gettext_noop("修改"), "pencil"),
    "moved": (gettext_noop("改隶"), "arrow-right"),
    "reshaped": (gettext_noop("调整边界"), "map-2"),
    "merged": (gettext_noop("合并"), "git-merge"),
    "split": (gettext_noop("拆分"), "git-branch"),
    "ended": (gettext_noop("撤销"), "circle-x"),
}

_FIELDS = {
    "name": gettext_noop("名称"),
    "code": gettext_noop("编码"),
    "aliases": gettext_noop("别名"),
    "address": gettext_noop("地址"),
    "valid_to": gettext_noop("最后一天"),
}


def entries(area: Area, limit: int) -> list[Entry]:
    """The timeline of an area, newest first."""
    lines = history.timeline(area.town_id, AREA, area.pk, limit=limit)
    return [_entry(line) for line in reversed(lines)]


def _entry(line: History) -> Entry:
    word, icon = _VERBS.get(line.verb, (line.verb, "point-off"))
    changes = [
        Change(_(_FIELDS[name]), _shown(old), _shown(new))
        for name, (old, new) in line.changes.items()
        if name in _FIELDS
    ]
    return Entry(
        at=line.at,
        actor=line.actor_name or _("系统"),
        verb=_(word),
        note=line.note,
        changes=changes,
        icon=icon,
    )


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return "" if value is None else str(value)
