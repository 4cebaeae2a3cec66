"""Every write to the calendar: days that are worked or not, and office hours.

Clocks that run keep the deadline they were given; the new calendar counts for what starts, is
extended or resumed after it.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from jiedao.foundation.workdays import hours
from jiedao.foundation.workdays.models import DayRule
from jiedao.foundation.workdays.notices import Rule
from jiedao.kernel import history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.models import Town
from jiedao.kernel.transactions import within

CALENDAR = "calendar"
PERMISSION = "settings.edit"


def set_days(town_id: int, rules: Iterable[Rule], *, actor: Actor) -> int:
    """Put dates into the town's table, over what it held; returns how many it changed."""
    _require(actor, town_id)
    wanted = {rule.date: rule for rule in rules}
    with within():
        held = {
            row.date: row for row in DayRule.objects.filter(town_id=town_id, date__in=wanted.keys())
        }
        changed = [
            rule for day, rule in sorted(wanted.items()) if _said(held.get(day)) != _said(rule)
        ]
        DayRule.objects.bulk_create(
            [
                DayRule(town_id=town_id, date=rule.date, working=rule.working, name=rule.name)
                for rule in changed
            ],
            update_conflicts=True,
            unique_fields=["town", "date"],
            update_fields=["working", "name"],
        )
        changes = {
            rule.date.isoformat(): (_said(held.get(rule.date)), _said(rule)) for rule in changed
        }
        _record(town_id, "days_set", changes, actor)
    return len(changed)


def remove_days(town_id: int, dates: Sequence[date], *, actor: Actor) -> int:
    """Take dates out of the town's table: the holiday library decides again."""
    _require(actor, town_id)
    with within():
        rows = list(DayRule.objects.filter(town_id=town_id, date__in=dates))
        DayRule.objects.filter(pk__in=[row.pk for row in rows]).delete()
        changes = {row.date.isoformat(): (_said(row), "") for row in rows}
        _record(town_id, "days_removed", changes, actor)
    return len(rows)


def set_office_hours(town_id: int, pairs: Sequence[Sequence[str]], *, actor: Actor) -> None:
    """Change the office hours, pairs such as ``("09:00", "12:00")``; ``Invalid`` for nonsense."""
    _require(actor, town_id)
    written = hours.write(hours.parse(pairs))
    with within():
        town = Town.objects.select_for_update().get(pk=town_id)
        old = town.settings.get("office_hours") or [list(pair) for pair in hours.DEFAULT]
        if old == written:
            return
        town.settings = {**town.settings, "office_hours": written}
        town.save(update_fields=["settings"])
        _record(town_id, "hours_set", {"office_hours": (_spans(old), _spans(written))}, actor)


def _require(actor: Actor, town_id: int) -> None:
    if actor.is_system:
        return
    if actor.reach is None or not actor.reach.anywhere(PERMISSION):
        raise Forbidden(_("您没有修改系统设置的权限。"), code="no_permission")
    if actor.reach.town_id != town_id:
        raise NotFound(_("本街道没有这条记录。"))


def _said(rule: DayRule | Rule | None) -> str:
    if rule is None:
        return ""
    word = _("上班") if rule.working else _("放假")
    return f"{word} {rule.name}".strip()


def _spans(pairs: Sequence[Sequence[str]]) -> str:
    return "，".join("–".join(pair) for pair in pairs)


def _record(town_id: int, verb: str, changes: dict[str, tuple[str, str]], actor: Actor) -> None:
    if not changes:
        return
    history.record(town_id, [Line(CALENDAR, town_id, verb, changes=changes)], actor=actor)
    towns.touch(town_id)
