"""What the staff actions share: faults of rows, differences of fields."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiedao.foundation.staff.reach import require
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Invalid, NotFound

Changes = dict[str, tuple[Any, Any]]


def require_in(actor: Actor, permission: str, town_id: int | None) -> None:
    """``require``, and that the actor works in this town: another one's is not there for him."""
    require(actor, permission)
    if actor.reach is not None and actor.reach.town_id != town_id:
        raise NotFound(_("本街道没有这条记录。"))


class Faults:
    """Collects what is wrong with the rows of a batch; nothing is written while there is any.

    The keys of ``Invalid.errors`` are ``INDEX.FIELD``, the index counted from 0.
    """

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def add(self, index: int, field: str, sentence: str) -> None:
        self.found.setdefault(f"{index}.{field}", sentence)

    def check_text(self, index: int, field: str, value: str, longest: int) -> None:
        """A text that must be there and must fit its column."""
        if not value.strip():
            self.add(index, field, _("不能为空。"))
        elif len(value) > longest:
            self.add(index, field, _("最多 %(longest)d 个字。") % {"longest": longest})

    def refuse(self) -> None:
        """Raise when anything was found; of a single row the sentence itself."""
        if not self.found:
            return
        sentences = list(self.found.values())
        sentence = (
            sentences[0]
            if len(sentences) == 1
            else ngettext("有 %(count)d 处需要改正。", "有 %(count)d 处需要改正。", len(sentences))
            % {"count": len(sentences)}
        )
        errors = self.found
        if all(key.startswith("0.") for key in errors):
            errors = {**errors, **{key[2:]: value for key, value in errors.items()}}
        raise Invalid(sentence, errors=errors)


def apply(row: Model, values: Mapping[str, Any]) -> Changes:
    """Set the fields that differ; returns what they were and became (attribute names)."""
    changes: Changes = {}
    for name, new in values.items():
        old = getattr(row, name)
        if old != new:
            changes[name] = (old, new)
            setattr(row, name, new)
    return changes
