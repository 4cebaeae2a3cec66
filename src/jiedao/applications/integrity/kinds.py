"""Integrity education: sites, sessions, and who is due for it; inspections are in ``checks``."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.integrity.checks import KINDS as CHECKS
from jiedao.engines.activities.workflow import HELD, WORKFLOW
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.models import Thing
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

SITE, AUDIENCE, SESSION = "integrity_site", "integrity_audience", "integrity_session"


class SiteSort(Options):
    """Kinds of site."""

    BASE = "base", "教育基地", "Base"
    PARK = "park", "廉政公园", "Park"
    COMMUNITY = "community", "社区廉洁文化阵地", "Community site"


class AudienceSort(Options):
    """Who is due."""

    COMMUNITY = "community", "社区", "Community"
    ORGANISATION = "organisation", "机关单位、党组织", "Organisation"
    STAFF = "staff", "干部队伍", "Staff"


class Form(Options):
    """Forms of session."""

    CLASS = "class", "专题党课", "Class"
    WARNING = "warning", "警示教育", "Warning example"
    VISIT = "visit", "参观阵地", "Visit of a site"
    FAMILY = "family", "家庭助廉", "With families"


class Site(BaseModel):
    """Where integrity is taught."""

    sort: SiteSort = attribute(Title("类别", "Sort"), listed=True, filterable=True)


class Audience(BaseModel):
    """A community, an organisation, or a group of staff that is due every year."""

    sort: AudienceSort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    educated_on: date | None = attribute(Title("最近教育", "Last educated"), None, listed=True)


class Session(BaseModel):
    """A session; persons who came are counted as for every activity."""

    form: Form = attribute(Title("形式", "Form"), listed=True, filterable=True)


class Covered(BaseModel, extra="forbid"):
    """Whom of the register the session covered."""

    names: str = attribute(
        Title("覆盖对象", "Whom it covered"), "", widget="textarea", max_length=20_000,
        help=Title("每行一个应受教育对象的名称；不填表示全部",
                   "One name of the register a line; left empty, all of it"),
    )  # fmt: skip


def cover(work: Work, said: Covered) -> None:
    """Each of them was educated on the day of the session; a later session is not taken back."""
    names = [line.strip() for line in said.names.splitlines() if line.strip()]
    rows = Thing.objects.select_for_update(of=("self",)).filter(
        town_id=work.record.town_id, kind=AUDIENCE, state="in_use"
    )
    found = list((rows.filter(title__in=names) if names else rows).order_by("id"))
    _all_known(names, (row.title for row in found))
    schema = schema_of(AUDIENCE)
    for row in found:
        audience = Work(row, actor=work.actor, schema=schema)
        known = audience.values.get("educated_on")
        if known is None or known < work.record.day:
            audience.log("edit", note=work.record.title, data={"session": work.record.number})
            audience.values["educated_on"] = work.record.day
            audience.finish()
    work.lines[0].data = {"covered": len(found)}


def _all_known(names: Iterable[str], found: Iterable[str]) -> None:
    unknown = set(names) - set(found)
    if unknown:
        raise Invalid(
            _("应受教育对象里没有：%(names)s。") % {"names": "、".join(sorted(unknown)[:5])},
            field="names",
            code="unknown_names",
        )


_SESSION = replace(
    WORKFLOW,
    key="integrity_session",
    titles=Title("廉政教育", "Integrity education"),
    moves=(
        *WORKFLOW.moves,
        Move("cover", Title("登记覆盖对象", "Record whom it covered"), (HELD,), None, "records.edit",
             data=Covered, effect=cover, primary=True),
    ),
)  # fmt: skip
KINDS = (
    *CHECKS,
    Kind(SITE, "register", Title("廉洁文化阵地", "Integrity sites"), "integrity", attributes=Site,
         icon="building-bank", prefix="IGC", map_style=MapStyle("square", "shield-lock")),
    Kind(AUDIENCE, "register", Title("应受教育对象", "Due for education"), "integrity",
         attributes=Audience, icon="users-group", prefix="IGD", without=("capacity", "place")),
    Kind(SESSION, "activity", Title("廉政教育", "Integrity education"), "integrity",
         attributes=Session, workflow=_SESSION, icon="school-bell", prefix="IGE", about=(SITE,)),
)  # fmt: skip
