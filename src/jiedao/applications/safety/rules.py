"""Who may inspect, how often a place is checked, and what must be true before a record is saved."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from jiedao.applications.safety import names
from jiedao.applications.safety.settings import KEY, Frequency
from jiedao.foundation.records.work import Work
from jiedao.foundation.staff.models import Unit
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock, towns
from jiedao.kernel.actors import Actor

# 国办发〔2024〕54号: no inspection by grid workers, temporary staff or third parties, whatever
# role they were given by mistake.
_NEVER: Final = frozenset(
    {Unit.UnitKind.GRID, Unit.UnitKind.COMMUNITY, Unit.UnitKind.CONTRACTOR, Unit.UnitKind.EXTERNAL}
)


def frequency(town_id: int) -> Frequency:
    """The town's settings of safety."""
    return Frequency.model_validate(towns.setting(town_id, KEY) or {})


def not_licensed(
    actor: Actor, kind: str, unit_ids: Collection[int], area_ids: Collection[int]
) -> str:
    """Why the actor may not inspect or order here; "" for a licensed officer."""
    if actor.is_system:
        return ""
    reach = actor.reach
    home = reach.home_unit_id if reach is not None else None
    unit = structure_of(reach.town_id).units.get(home) if reach is not None and home else None
    if unit is None or unit.kind in _NEVER:
        return _(
            "网格员、社区工作人员、临时人员和第三方不得实施行政检查（国办发〔2024〕54号），"
            "可以登记为巡查并告知。"
        )
    assert reach is not None
    if not reach.may(names.ORDER, kind=kind, unit_ids=unit_ids, area_ids=area_ids):
        return _("只有持执法证并被授权的执法人员可以实施行政检查、责令整改。")
    return ""


def no_officer(work: Work) -> str:
    """Why the actor of the work may not inspect what the record is about."""
    return not_licensed(work.actor, work.kind.key, work.unit_ids, work.area_ids)


def lawful_check(work: Work) -> str:
    """An administrative inspection is opened, changed and completed by officers alone."""
    return no_officer(work) if work.values.get("nature") == "inspection" else ""


def next_check(work: Work) -> date | None:
    """By which day the place is to be checked again: its grade says how long after the last time."""
    if work.record.state != "in_use":
        return None
    days: int = getattr(frequency(work.record.town_id), f"{work.values['grade']}_days")
    seen: date = work.values.get("checked_on") or work.record.day
    return seen + timedelta(days=days)


def next_training(work: Work) -> date | None:
    """By which day a principal is to be trained again; one who never was, since registered."""
    trained: date | None = work.values.get("trained_on")
    if trained is None:
        return work.record.day
    return trained + timedelta(days=frequency(work.record.town_id).training_days)


# attribute → the move that alone may change it once it is there
_BY_MOVE: Final = {"grade": "grade", "fire_cleared_on": "clear_fire"}


def by_its_move(work: Work) -> str:
    """A grade is not slipped in with an edit: it is given with a reason, by whoever may."""
    if work.record.pk is None:
        return ""
    for name, move in _BY_MOVE.items():
        before, now = work.record.attributes.get(name), work.values.get(name)
        changed = str(before or "") != str(now or "")
        if changed and work.move != move:
            return _("“%(field)s”不能直接修改，请用“%(move)s”。") % {
                "field": work.schema.spec(name).titles,
                "move": work.schema.workflow.move(move).titles,
            }
    return ""


# 生产安全事故报告和调查处理条例 (State Council order 493) art. 3: from so many deaths, serious
# injuries, or 10,000 yuan of direct loss on, an accident is at least of the grade.
_GRADES: Final = (
    ("extraordinary", 30, 100, 10_000),
    ("major", 10, 50, 5_000),
    ("larger", 3, 10, 1_000),
)
_ORDER: Final = ("general", "larger", "major", "extraordinary")


def least_grade(deaths: int, injuries: int, loss: float) -> str:
    """The grade that follows from what happened."""
    for grade, dead, injured, lost in _GRADES:
        if deaths >= dead or injuries >= injured or loss >= lost:
            return grade
    return _ORDER[0]


def true_accident(work: Work) -> str:
    """Not in the future, and not of a lower grade than its consequences."""
    if work.record.day > clock.today():
        return _("事故日期在将来。")
    said = work.values
    least = least_grade(said["deaths"], said["injuries"], float(said["loss"] or 0))
    if said["sort"] == "work" and _ORDER.index(said["grade"]) < _ORDER.index(least):
        options = work.schema.spec("grade").options
        assert options is not None
        return _("按伤亡和损失，这起事故至少是“%(grade)s”（国务院令第493号第三条）。") % {
            "grade": options(least).titles
        }
    return ""
