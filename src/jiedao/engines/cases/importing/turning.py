"""Turning a row's record into a new request, or saying why it cannot be one."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.cases import kinds
from jiedao.engines.cases.actions.incoming import NewRequest, check
from jiedao.engines.cases.importing.ground import Ground, path_of
from jiedao.foundation.datasets.binding import COMPOSED, IMPORT_TIME, Record
from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.sheets.faults import RowFault
from jiedao.kernel.errors import Invalid

FIELDS = frozenset(
    {
        "text", "channel", "received_at", "closed_at", "platform_due_at", "longitude", "latitude",
        "address", "contact_name", "contact_phone", "foreign_number", "result", "secret", "level",
        "late",
    }
)  # fmt: skip
_PLAIN = (
    "channel", "received_at", "closed_at", "platform_due_at", "longitude", "latitude", "address",
    "contact_name", "contact_phone", "foreign_number", "result", "secret", "level",
)  # fmt: skip
MARKS = {("text", COMPOSED): "composed_text", ("received_at", IMPORT_TIME): "received_at_import"}


class Turner:
    """Knows the ground and the kind of case that the rows become."""

    def __init__(self, ground: Ground, kind: str, datum: Datum, moment: datetime) -> None:
        self.ground, self.kind, self.datum, self.moment = ground, kind, datum, moment

    def turn(self, record: Record) -> NewRequest | RowFault:
        """The request of a row; a RowFault for unknown places, units, items, or bad values."""
        paths = {name: path_of(nodes) for name, nodes in record.trees.items()}
        ids, missing = self._ids(paths)
        if missing:
            return RowFault(record.row, missing, " / ".join(paths[missing]), _UNKNOWN[missing]())
        values: dict[str, Any] = {n: record.values[n] for n in _PLAIN if n in record.values}
        new = NewRequest(
            **{
                "text": str(record.values.get("text", "")),
                "channel": "file",
                "foreign_number": record.key[:80],
                **values,
                "kind": self.kind,
                "datum": self.datum,
                "item_id": ids.get("item"),
                "unit_id": ids.get("unit"),
                "community_id": self.ground.communities.get(ids.get("area", 0)),
                "state": record.state,
                "as_written": True,
                "marks": [
                    mark for key, mark in MARKS.items() if record.marks.get(key[0]) == key[1]
                ],
                "attributes": self._attributes(record, paths),
                "request_attributes": dict(record.kept),
            }
        )
        # A place is looked for only in words that a person wrote.
        new.find_place = "area" not in ids and "composed_text" not in new.marks
        try:
            self._check(new)
        except Invalid as refusal:
            field = refusal.field or ""
            raw = str(record.values.get(field, ""))[:200]
            return RowFault(record.row, field, raw, refusal.sentence)
        return new

    def _ids(self, paths: dict[str, tuple[str, ...]]) -> tuple[dict[str, int], str]:
        known = {"item": self.ground.items, "area": self.ground.areas, "unit": self.ground.units}
        ids: dict[str, int] = {}
        for name, path in paths.items():
            if not path:
                continue
            found = known[name].get(path[-1:] if name == "unit" else path)
            if found is None:
                return ids, name
            ids[name] = found
        return ids, ""

    def _attributes(self, record: Record, paths: dict[str, tuple[str, ...]]) -> dict[str, Any]:
        """What the file tells beside the record; ``late`` is the file's own flag."""
        result: dict[str, Any] = {}
        if "late" in record.values:
            result["late_as_told"] = bool(record.values["late"])
        if "area" in paths:
            result["area_as_told"] = list(paths["area"])
        return result

    def _check(self, new: NewRequest) -> None:
        check(new, self.moment)
        if new.state and new.state not in kinds.workflow_of(new.kind).state_keys():
            raise Invalid(_("没有“%(state)s”这个状态。") % {"state": new.state}, field="state")
        moments = (new.received_at, new.closed_at)
        if moments[0] is not None and moments[1] is not None and moments[1] < moments[0]:
            raise Invalid(_("办结时间早于收到时间。"), field="closed_at")


_UNKNOWN = {
    "item": lambda: _("目录里没有这个事项。"),
    "area": lambda: _("没有这个区域；可加 --create-places 让导入时新建。"),
    "unit": lambda: _("没有这个单位；可加 --create-places 让导入时新建。"),
}
