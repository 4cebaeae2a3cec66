"""What happened to a record, told from its history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.records.schema import Schema, Spec
from jiedao.foundation.records.verbs import verbs_of
from jiedao.foundation.records.words import names_for, said
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock
from jiedao.kernel.models import History
from jiedao.kernel.titles import Title
from jiedao.web import formats
from jiedao.web.parts import Change, Entry

_ICONS = {
    "add": "plus",
    "edit": "edit",
    "import": "upload",
    "attached": "paperclip",
    "visited": "walk",
}
_COLUMNS = {
    "state": Title("状态", "State"),
    "community_id": Title("社区", "Community"),
    "grid_id": Title("网格", "Grid"),
    "building_id": Title("楼栋", "Building"),
    "due_at": Title("期限", "Due"),
}
_AREAS = frozenset({"community_id", "grid_id", "building_id"})


def entries(schema: Schema, town_id: int, lines: Sequence[History]) -> list[Entry]:
    """Newest first; names are looked up once for all lines."""
    teller = _Teller(schema, town_id, lines)
    return [teller.entry(line) for line in reversed(lines)]


class _Teller:
    def __init__(self, schema: Schema, town_id: int, lines: Sequence[History]) -> None:
        self.schema, self.town_id = schema, town_id
        self.verbs = verbs_of(schema)
        self.specs = {spec.name: spec for spec in schema.specs}
        self.derived = {one.name: one for one in schema.derived}
        self.specs |= {f"{s.name}_id": s for s in schema.specs if s.ref and s.is_column}
        rows: list[Mapping[str, Any]] = []
        for line in lines:
            for side in (0, 1):
                rows.append({
                    self.specs[name].name: pair[side]
                    for name, pair in line.changes.items() if name in self.specs
                })  # fmt: skip
        self.names = names_for(schema, town_id, rows)
        absent = {line.covered_id for line in lines if line.covered_id}
        found = Account.objects.filter(pk__in=absent) if absent else []
        self.absent = {row.pk: row.name for row in found}

    def entry(self, line: History) -> Entry:
        title, icon = self._verb(line)
        node = structure_of(self.town_id).units.get(line.unit_id or 0)
        return Entry(
            at=line.at,
            actor=self._actor(line),
            verb=title,
            note=line.note,
            changes=[c for name, pair in line.changes.items() if (c := self._change(name, pair))],
            icon=icon,
            unit=node.name if node else "",
        )

    def _verb(self, line: History) -> tuple[str, str]:
        title = self.verbs.get(line.verb)
        if title is None:
            return line.verb, "circle"
        return str(title), _ICONS.get(line.verb, "arrow-right")

    def _actor(self, line: History) -> str:
        if line.actor_kind == History.ActorKind.SYSTEM:
            return _("系统")
        if line.covered_id is None:
            return line.actor_name
        words = {"name": line.actor_name, "absent": self.absent.get(line.covered_id, "")}
        return _("%(name)s（代 %(absent)s）") % words

    def _change(self, name: str, pair: Sequence[Any]) -> Change | None:
        spec = self.specs.get(name)
        if spec is not None:
            old, new = (self._value(spec, value) for value in pair)
            return Change(str(spec.titles), old, new)
        if name in self.derived:
            one = self.derived[name]
            return Change(str(one.titles), *(one.said(value) for value in pair))
        title = _COLUMNS.get(name)
        if title is None:
            return None
        return Change(str(title), *(self._column(name, value) for value in pair))

    def _value(self, spec: Spec, value: Any) -> str:
        return said(spec, value, self.names) if value not in (None, "") else ""

    def _column(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return ""
        if name == "state":
            states = {state.key: state.titles for state in self.schema.workflow.states}
            return str(states.get(value, value))
        if name in _AREAS:
            row = locator_for(self.town_id).area(value)
            return row.name if row else str(value)
        # History writes moments in whatever zone they were kept; people read the town's.
        return formats.exact(datetime.fromisoformat(value).astimezone(clock.TOWN_ZONE))
