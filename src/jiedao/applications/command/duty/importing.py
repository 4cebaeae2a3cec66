"""A month's roster from Excel, through the house's import: rows in = created + known + rejected."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from jiedao.foundation.datasets import mapping as maps
from jiedao.foundation.datasets import runs
from jiedao.foundation.datasets.binding import Binding, Record
from jiedao.foundation.datasets.importers import Say, silent
from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.datasets.runs import Outcome
from jiedao.foundation.sheets.faults import RowFault
from jiedao.foundation.sheets.files import Source
from jiedao.foundation.sheets.readers import Row, open_table
from jiedao.foundation.staff.actions.common import require_in
from jiedao.foundation.staff.actions.roster import NewShift, add_shifts
from jiedao.foundation.staff.duty import PLAN
from jiedao.foundation.staff.models import Unit
from jiedao.foundation.staff.queries import valid_posts
from jiedao.foundation.staff.roster import changeover
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Invalid, Refused

KIND: Final = "duty_roster"
FIELDS: Final = frozenset({"day", "part", "name", "unit", "begins", "ends"})
_MAP: Final = Path(__file__).parent / "maps" / "duty_roster.toml"
_TIME: Final = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?")


def ready_maps() -> list[tuple[str, str]]:
    """The one that comes with the product."""
    return [(_MAP.stem, read_map(_MAP.stem).title)]


def read_map(name: str) -> maps.Mapping:
    """A ready map by its name; Invalid for none."""
    if name != _MAP.stem:
        raise Invalid(_("没有“%(name)s”这个对照表。") % {"name": name}, code="no_map")
    return parse_map(_MAP.read_text(encoding="utf-8"))


def parse_map(toml: str) -> maps.Mapping:
    """Somebody's own map; Invalid says what is wrong with it."""
    mapping = maps.parse_mapping(toml)
    mapping.check_names(FIELDS)
    return mapping


def _open_columns(mapping: maps.Mapping, names: Sequence[str]) -> maps.Mapping:
    """Without the fields whose columns the file lacks though it need not have them."""
    optional = {"unit", "begins", "ends"}
    kept = {
        name: source
        for name, source in mapping.fields.items()
        if name not in optional or set(source.needs()) <= set(names)
    }
    return mapping.model_copy(update={"fields": kept})


def _binding(mapping: maps.Mapping, names: Sequence[str]) -> Binding:
    return Binding(_open_columns(mapping, names), names, clock.now())


def check_file(file: Source, mapping: maps.Mapping) -> None:
    """Invalid when the file is no table, or lacks columns that the map needs."""
    with open_table(file, mapping.columns(), sheet=mapping.sheet) as table:
        _binding(mapping, table.names)


@dataclass(frozen=True, slots=True)
class Town:
    """Who and what a row may name."""

    id: int
    changeover: time
    people: dict[str, set[tuple[int, int]]]
    """Name → (account, unit) of each who is called so."""
    units: dict[str, int]


def _town(town_id: int) -> Town:
    people: dict[str, set[tuple[int, int]]] = {}
    rows = valid_posts().filter(unit__town_id=town_id, account__is_active=True)
    for name, username, account, unit in rows.values_list(
        "account__name", "account__username", "account_id", "unit_id"
    ):
        for word in (name, username):
            people.setdefault(word, set()).add((account, unit))
    units = Unit.objects.filter(town_id=town_id, valid_to=None).values_list("name", "pk")
    return Town(town_id, changeover(town_id), people, dict(units))


def import_roster(
    town_id: int,
    file: Path,
    mapping: maps.Mapping,
    *,
    create_places: bool = False,  # noqa: ARG001  a roster makes no places
    say: Say = silent,
    file_name: str = "",
    actor: Actor,
) -> ImportRun:
    """Import a file; a second import of it creates nothing. Who may plan the roster may do it."""
    require_in(actor, PLAN, town_id)
    town = _town(town_id)
    with open_table(file, mapping.columns(), sheet=mapping.sheet) as table:
        binding = _binding(mapping, table.names)
        run = runs.begin(
            town_id, KIND, file, file_name=file_name or file.name,
            mapping=maps.as_stored(mapping), asked=True, actor=actor,
        )  # fmt: skip
        tick = say(mapping.title, 0)

        def handle(rows: Sequence[Row]) -> Outcome:
            records, faults = binding.read_all(rows)
            tick(len(rows))
            return _take(town, records, faults, actor)

        return runs.drive(run, table.rows(), handle, actor=actor)


def _take(town: Town, records: list[Record], faults: list[RowFault], actor: Actor) -> Outcome:
    outcome = Outcome(faults=list(faults))
    for record in records:
        try:
            with transaction.atomic():
                (added,) = add_shifts(town.id, [_shift(town, record)], actor=actor)
        except Refused as refusal:
            field = refusal.field or ""
            raw = str(record.values.get(field, ""))[:200]
            outcome.faults.append(RowFault(record.row, field, raw, refusal.sentence))
        else:
            outcome.known += added.known
            outcome.created += not added.known
    return outcome


def _shift(town: Town, record: Record) -> NewShift:
    values = record.values
    unit_id = _unit(town, str(values.get("unit", "")))
    begins = _time(town, values.get("begins"), "begins")
    ends = _time(town, values.get("ends"), "ends")
    start = datetime.combine(values["day"], begins, clock.TOWN_ZONE)
    end = datetime.combine(values["day"], ends, clock.TOWN_ZONE)
    if end <= start:  # over midnight
        end += timedelta(days=1)
    person = _person(town, str(values["name"]), unit_id)
    return NewShift(str(values["part"]), person, start, end, unit_id)


def _unit(town: Town, name: str) -> int | None:
    if not name:
        return None
    if name not in town.units:
        raise Invalid(_("没有叫“%(name)s”的机构。") % {"name": name}, field="unit")
    return town.units[name]


def _person(town: Town, name: str, unit_id: int | None) -> int:
    found = town.people.get(name, set())
    here = {account for account, unit in found if unit == unit_id}
    accounts = here or {account for account, _unit in found}
    if not accounts:
        raise Invalid(_("没有叫“%(name)s”的在岗人员。") % {"name": name}, field="name")
    if len(accounts) > 1:
        raise Invalid(
            _("有 %(n)d 个人叫“%(name)s”，请在“单位”一列写明单位，或在“姓名”写用户名。")
            % {"n": len(accounts), "name": name},
            field="name",
        )  # fmt: skip
    return accounts.pop()


def _time(town: Town, value: object, field: str) -> time:
    if value in (None, ""):
        return town.changeover
    found = _TIME.fullmatch(str(value).strip())
    try:
        if found is not None:
            return time(int(found[1]), int(found[2]))
    except ValueError:
        pass
    raise Invalid(_("“%(value)s”不是时间，请写成 18:00。") % {"value": value}, field=field)
