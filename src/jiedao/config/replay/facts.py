"""Outside figures, honours and targets of a profile, as populations of one record each."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.applications.plan.names import FACT, HONOUR
from jiedao.config.replay.profile import Honour, OutsideFigure, Population, Profile, Source, Task
from jiedao.kernel import registry
from jiedao.kernel.errors import Invalid

TASK: Final = "work_task"
_VERIFIED: Final = "verified"
_ASSIGNED: Final = "assigned"


def populations(profile: Profile) -> list[Population]:
    """All of them, checked against their source by somebody else; what asks for an indicator that
    nobody declares is left out."""
    known = [one for one in profile.facts if not _is_unknown(one.key)]
    tasks = [one for one in profile.tasks if not _is_unknown(one.key)]
    return [
        *(_fact(one, profile) for one in known),
        *(_honour(one, profile) for one in profile.honours),
        *(_task(one, profile) for one in tasks),
    ]


def unknown(profile: Profile) -> list[str]:
    """Indicators that facts and targets are of and nobody declares."""
    keys = [*(one.key for one in profile.facts), *(one.key for one in profile.tasks)]
    return list(dict.fromkeys(key for key in keys if _is_unknown(key)))


def _is_unknown(key: str) -> bool:
    return bool(key) and registry.indicators.find(key) is None


def _source(profile: Profile, name: str) -> Source:
    """The source of that name; the first for ""."""
    found = profile.sources.get(name) if name else next(iter(profile.sources.values()), None)
    if found is None:
        raise Invalid(_("没有写明来源“%(name)s”。") % {"name": name}, code="no_source")
    return found


def _sourced(profile: Profile, name: str) -> Iterator[tuple[str, Any]]:
    source = _source(profile, name)
    yield from (
        ("issued_by", source.issued_by), ("source_title", source.title),
        ("source_date", source.dated), ("source_number", source.number),
        ("source_url", source.url), ("period_from", profile.period.start),
        ("day", profile.period.end),
    )  # fmt: skip


def _fact(said: OutsideFigure, profile: Profile) -> Population:
    values = dict(_sourced(profile, said.source)) | {"field": said.field}
    if said.key:
        values["indicator"] = said.key
        known = registry.indicators.find(said.key)
        values["title"] = said.title or (known.titles.zh if known else "")
    else:
        values["title"] = said.title
    if said.value is not None:
        values |= {"value": said.value, "value_unit": said.unit}
    if said.rank is not None:
        values |= {"rank": said.rank, "scope": said.scope or "district"}
    return _published(FACT, values, profile)


def _honour(said: Honour, profile: Profile) -> Population:
    values = dict(_sourced(profile, said.source)) | {"level": said.level, "persons": said.persons}
    if said.award:
        values["award"] = said.award
    title = said.title if said.count == 1 else f"{said.title}（{{n}}）"
    return _published(HONOUR, values | {"title": title}, profile, said.count)


def _published(kind: str, values: dict[str, Any], profile: Profile, count: int = 1) -> Population:
    """Written down when the source is out, checked some days later."""
    day: date = values["source_date"]
    return Population(
        kind=kind, count=count, state=_VERIFIED, values=values, where="none",
        dates={"added": (day, day)}, unit=profile.units.get("plan", "office"),
    )  # fmt: skip


def _task(said: Task, profile: Profile) -> Population:
    """Promised when the source is out, and given to the unit that answers for it."""
    source = _source(profile, "")
    values = {
        "title": said.title, "period": said.period, "indicator": said.key, "target": said.target,
        "comparison": said.comparison, "target_unit": said.unit, "target_period": said.period,
        "filters": " ".join(f"{name}={value}" for name, value in said.filters.items()),
        "source": source.title,
    }  # fmt: skip
    return Population(
        kind=TASK, values=values, where="none", state=_ASSIGNED, unit=said.lead,
        dates={"added": (source.dated, source.dated)},
        say={"assign": {"unit": {"unit": said.lead}}},
    )  # fmt: skip
