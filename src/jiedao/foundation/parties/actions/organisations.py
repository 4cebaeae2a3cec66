"""Organisations: added one by one or in a batch with their codes checked, changed, ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.foundation.parties.identity import Fault, check_uscc
from jiedao.foundation.parties.models import Organisation, Person
from jiedao.foundation.parties.permits import require
from jiedao.foundation.places.models import Area
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

ORGANISATION: Final = "organisation"
_CHANGEABLE: Final = frozenset(
    {"name", "uscc", "kind", "area_id", "address", "lon", "lat", "industry", "attributes"}
)
_LOOKED_UP_AT_ONCE: Final = 400


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation to be added. ``industry`` is a GB/T 4754-2017 code, ``contact`` a person."""

    name: str
    uscc: str = ""
    kind: str = ""
    area_id: int | None = None
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    contact: Person | None = None
    industry: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    valid_from: date | None = None


def add_organisation(town_id: int, new: NewOrganisation, *, actor: Actor) -> Organisation:
    """Add one organisation; ``Conflict`` when it is known already."""
    return add_organisations(town_id, [new], actor=actor)[0]


def add_organisations(
    town_id: int, news: Sequence[NewOrganisation], *, actor: Actor
) -> list[Organisation]:
    """Add organisations; all or, with ``Invalid`` naming each fault (``INDEX.FIELD``), none.

    The same credit code is the same organisation; without a code the same name is.
    """
    require(actor, "parties.edit", town_id)
    rows = _checked(town_id, news)
    with within():
        Organisation.objects.bulk_create(rows, batch_size=300)
        lines = [
            Line(ORGANISATION, row.pk, "added", changes={"name": ("", row.name)}) for row in rows
        ]
        history.record(town_id, lines, actor=actor)
    return rows


def _checked(town_id: int, news: Sequence[NewOrganisation]) -> list[Organisation]:
    errors: dict[str, str] = {}
    rows: list[Organisation] = []
    for index, new in enumerate(news):
        row = Organisation(
            town_id=town_id, name=" ".join(new.name.split()), uscc=new.uscc.strip(), kind=new.kind,
            area_id=new.area_id, address=new.address.strip(), lon=new.lon, lat=new.lat,
            contact=new.contact, industry=new.industry, attributes=dict(new.attributes),
            valid_from=new.valid_from,
        )  # fmt: skip
        errors |= {f"{index}.{name}": text for name, text in _faults(row).items()}
        rows.append(row)
    errors |= _area_faults(town_id, rows) | _duplicates(town_id, rows)
    if errors:
        if len(news) == 1:
            errors |= {key[2:]: text for key, text in errors.items()}
        raise Invalid(next(iter(errors.values())), errors=errors)
    return rows


def _faults(row: Organisation) -> dict[str, str]:
    """What is wrong with one row by itself; brings its credit code into the normal form."""
    found: dict[str, str] = {}
    for name, longest in (("name", 160), ("kind", 40), ("address", 200), ("industry", 10)):
        if len(getattr(row, name)) > longest:
            found[name] = _("最多 %(longest)d 个字。") % {"longest": longest}
    if not row.name:
        found["name"] = _("请填写单位名称。")
    if row.uscc:
        try:
            row.uscc = check_uscc(row.uscc)
        except Fault as fault:
            found["uscc"] = fault.sentence
    if (row.lon is None) != (row.lat is None):
        found["lon"] = _("经度和纬度要么都填，要么都不填。")
    return found


def _area_faults(town_id: int, rows: Sequence[Organisation]) -> dict[str, str]:
    wanted = {row.area_id for row in rows if row.area_id}
    if not wanted:
        return {}
    known = _existing(Area.objects.filter(town_id=town_id), "id", wanted)
    return {
        f"{index}.area": _("本街道没有这个区域。")
        for index, row in enumerate(rows)
        if row.area_id and row.area_id not in known
    }


def _duplicates(town_id: int, rows: Sequence[Organisation]) -> dict[str, str]:
    everything = Organisation.objects.filter(town_id=town_id)
    current = everything.filter(valid_to__isnull=True)
    codes = _existing(everything, "uscc", {row.uscc for row in rows if row.uscc})
    names = _existing(current, "name", {row.name for row in rows if not row.uscc})
    found: dict[str, str] = {}
    for index, row in enumerate(rows):
        if row.uscc and row.uscc in codes:
            found[f"{index}.uscc"] = _("统一社会信用代码 %(code)s 已登记。") % {"code": row.uscc}
        elif not row.uscc and row.name in names:
            found[f"{index}.name"] = _("“%(name)s”已登记；若是另一家，请填写统一社会信用代码。") % {
                "name": row.name
            }
        codes.add(row.uscc)
        names.add(row.name)
    return found


def _existing(rows: Any, column: str, wanted: set[Any]) -> set[Any]:
    """Which of the wanted values a column holds, asked in parts that either database takes."""
    values = sorted(wanted)
    found: set[Any] = set()
    for start in range(0, len(values), _LOOKED_UP_AT_ONCE):
        part = values[start : start + _LOOKED_UP_AT_ONCE]
        found |= set(rows.filter(**{f"{column}__in": part}).values_list(column, flat=True))
    return found


def change_organisation(
    organisation: Organisation, values: Mapping[str, Any], *, actor: Actor
) -> Organisation:
    """Change an organisation's fields; ``Invalid`` or ``Conflict`` as when adding."""
    require(actor, "parties.edit", organisation.town_id)
    unknown = values.keys() - _CHANGEABLE
    if unknown:
        raise ValueError(f"change_organisation cannot change {sorted(unknown)}")
    old = {name: getattr(organisation, name) for name in values}
    for name, value in values.items():
        setattr(organisation, name, value.strip() if isinstance(value, str) else value)
    errors = _faults(organisation)
    area_faults = _area_faults(organisation.town_id, [organisation])
    errors |= {key[2:]: text for key, text in area_faults.items()}
    if errors:
        raise Invalid(next(iter(errors.values())), errors=errors)
    changes = {
        name: (value, getattr(organisation, name))
        for name, value in old.items()
        if getattr(organisation, name) != value
    }
    _check_code_free(organisation)
    with within():
        if changes:
            organisation.save(update_fields=list(changes))
            line = Line(ORGANISATION, organisation.pk, "changed", changes=changes)
            history.record(organisation.town_id, [line], actor=actor)
    return organisation


def _check_code_free(organisation: Organisation) -> None:
    others = Organisation.objects.filter(
        town_id=organisation.town_id, uscc=organisation.uscc
    ).exclude(pk=organisation.pk)
    if organisation.uscc and others.exists():
        raise Conflict(
            _("统一社会信用代码 %(code)s 已登记。") % {"code": organisation.uscc}, field="uscc"
        )


def end_organisation(
    organisation: Organisation, last_day: date, reason: str, *, actor: Actor
) -> Organisation:
    """The organisation moved away or was struck off; its record stays."""
    require(actor, "parties.edit", organisation.town_id)
    if organisation.valid_to is not None and organisation.valid_to <= clock.today():
        raise Conflict(_("这家单位已经注销或迁出。"))
    with within():
        old, organisation.valid_to = organisation.valid_to, last_day
        organisation.save(update_fields=["valid_to"])
        line = Line(
            ORGANISATION,
            organisation.pk,
            "ended",
            note=reason,
            changes={"valid_to": (old, last_day)},
        )
        history.record(organisation.town_id, [line], actor=actor)
    return organisation
