"""What the actions on places share: who may, faults of rows, differences of fields."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiedao.foundation.places.models import Area
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid, NotFound

RANKS: dict[str, int] = {
    Area.Level.SUBDISTRICT: 0,
    Area.Level.COMMUNITY: 1,
    Area.Level.GRID: 2,
    Area.Level.BUILDING: 3,
    Area.Level.PREMISES: 4,
}

Changes = dict[str, tuple[Any, Any]]


def require_edit(actor: Actor, town_id: int) -> None:
    """Refuse an actor who may not edit this town's areas; the system may."""
    if actor.is_system:
        return
    if actor.reach is None or not actor.reach.anywhere("places.edit"):
        raise Forbidden(_("您没有维护区域与网格的权限。"), code="no_permission")
    if actor.reach.town_id != town_id:
        raise NotFound(_("本街道没有这个区域。"))


class Faults:
    """Collects what is wrong with a batch; nothing is written while there is any.

    The keys of ``Invalid.errors`` are ``INDEX.FIELD``, the index counted from 0.
    """

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def add(self, index: int, field: str, sentence: str) -> None:
        self.found.setdefault(f"{index}.{field}", sentence)

    def refuse(self) -> None:
        """Raise when anything was found; of one fault the sentence itself."""
        if not self.found:
            return
        sentences = list(self.found.values())
        if len(sentences) == 1:
            raise Invalid(sentences[0], errors=self.found)
        count = len(sentences)
        raise Invalid(
            ngettext("有 %(count)d 处需要改正。", "有 %(count)d 处需要改正。", count)
            % {"count": count},
            errors=self.found,
        )


def apply(area: Area, values: Mapping[str, Any]) -> Changes:
    """Set the fields that differ; returns what they were and became."""
    changes: Changes = {}
    for name, new in values.items():
        old = getattr(area, name)
        if old != new:
            changes[name] = (old, new)
            setattr(area, name, new)
    return changes
