"""Making a town: one durable transaction, all of it or nothing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from jiedao.config.founding import faults, staffing
from jiedao.config.founding.faults import FileFault
from jiedao.config.founding.sources import Sources
from jiedao.config.founding.wishes import Wishes, check, default_settings
from jiedao.foundation.catalogue import actions as catalogue_actions
from jiedao.foundation.catalogue.excel.duties import directory_of
from jiedao.foundation.catalogue.excel.reading import read_catalogue
from jiedao.foundation.places.actions import add_areas
from jiedao.foundation.places.geojson.importing import AREA_STEPS, import_areas
from jiedao.foundation.places.geojson.problems import Problem
from jiedao.foundation.staff import actions as staff_actions
from jiedao.foundation.staff.models import Account
from jiedao.kernel import clock, history
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Conflict, Refused
from jiedao.kernel.history import Line
from jiedao.kernel.models import Town
from jiedao.kernel.transactions import durable

Say = Callable[[str, int], Callable[[int], None]]
_STEPS: Final = AREA_STEPS + 5
"""The map's own, and one each for town, units, people, catalogue and links."""


def _silent(_title: str, _total: int) -> Callable[[int], None]:
    return lambda _count: None


@dataclass(slots=True)
class Founded:
    """What was made. ``remarks`` are worth knowing and stopped nothing."""

    town: Town
    admin: Account
    areas: int = 0
    units: int = 0
    items: int = 0
    staff: list[Account] = field(default_factory=list)
    admin_link: str = ""
    staff_links: list[str] = field(default_factory=list)
    remarks: list[FileFault] = field(default_factory=list)


def found(
    wishes: Wishes,
    sources: Sources,
    *,
    accept: Collection[str] = (),
    with_links: bool = False,
    say: Say = _silent,
) -> Founded:
    """Make the town; raises ``FaultyFolder`` or another refusal and then leaves nothing behind.

    ``accept`` are problems of the map that do not stop it (``gap``: unassigned ground).
    ``with_links`` makes a password link for everybody of the staff, in the order of ``staff``.
    ``say(title, total)`` begins a progress and returns what is called at each step.
    """
    check(wishes)
    tick = say(_("建立街道"), _STEPS)
    units, people = sources.unit_lines(), sources.staff_lines()
    read_faults = [*units.faults, *people.faults]
    with durable():
        town = _town(wishes)
        staff_actions.add_standard_roles(town.pk, actor=SYSTEM)
        tick(1)
        areas, remarks = _areas(town, sources, accept, read_faults, tick)
        made = staffing.add_units(town, units)
        tick(1)
        admin, accounts = staffing.add_people(town, wishes, people)
        tick(1)
        items = _catalogue(town, sources.catalogue, remarks)
        tick(1)
        founded = Founded(town, admin, areas, len(made), items, accounts, remarks=remarks)
        founded.admin_link = staff_actions.password_link(admin, actor=SYSTEM)
        if with_links and accounts:
            founded.staff_links = staff_actions.password_links(accounts, actor=SYSTEM)
    tick(1)
    return founded


def _town(wishes: Wishes) -> Town:
    if Town.objects.filter(key=wishes.key).exists():
        raise Conflict(_("代号为 %(key)s 的街道已经有了。") % {"key": wishes.key}, field="key")
    town = Town.objects.create(
        key=wishes.key,
        title=wishes.title.strip(),
        title_en=wishes.title_en.strip(),
        settings={**default_settings(), **wishes.settings},
        created_at=clock.now(),
    )
    line = Line("town", town.pk, "added", changes={"name": ("", town.title)})
    history.record(town.pk, [line], actor=SYSTEM)
    return town


def _areas(
    town: Town,
    sources: Sources,
    accept: Collection[str],
    found_before: Sequence[FileFault],
    tick: Callable[[int], None],
) -> tuple[int, list[FileFault]]:
    """(areas made, warnings); refuses together with what the tables had been found to lack."""
    if sources.areas is None:
        faults.refuse(found_before)
        tick(AREA_STEPS)
        return len(add_areas(town.pk, sources.named_areas(town.title), actor=SYSTEM)), []
    body = sources.areas.read_bytes()
    report = import_areas(town.pk, body, accept=accept, tick=tick, actor=SYSTEM)
    told = [_told(sources.areas.name, problem) for problem in report.errors]
    faults.refuse([*told, *found_before])
    return report.created, [_told(sources.areas.name, problem) for problem in report.warnings]


def _told(file: str, problem: Problem) -> FileFault:
    """A problem of the map: where it is on the ground belongs to the sentence."""
    subject = problem.subject
    if not subject and problem.feature >= 0:
        subject = _("第 %(number)d 个要素") % {"number": problem.feature + 1}
    sentence = problem.sentence
    if problem.lon is not None:
        sentence += f" ({problem.lon:.6f}, {problem.lat:.6f})"
    return FileFault(file, sentence, subject=subject)


def _catalogue(town: Town, path: Path | None, remarks: list[FileFault]) -> int:
    if path is None:
        return 0
    try:
        reading = read_catalogue(path, (), directory_of(town.pk))
        faults.refuse([FileFault.of(path.name, fault) for fault in reading.faults])
        catalogue_actions.load(town.pk, reading.rows, note=_("建立时载入"), actor=SYSTEM)
    except faults.FaultyFolder:
        raise
    except Refused as refusal:
        raise faults.FaultyFolder([FileFault(path.name, refusal.sentence)]) from refusal
    remarks += [FileFault.of(path.name, remark) for remark in reading.remarks]
    return len(reading.rows)
