"""The wall's data: every task with its light, by unit; one question for the tasks, one batch for
the figures behind their targets."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.applications.plan import names
from jiedao.applications.plan.actuals import actuals
from jiedao.applications.plan.goals import SIGNS, Goal
from jiedao.applications.plan.queries import readable, tasks
from jiedao.applications.plan.spans import half_of, span
from jiedao.applications.plan.standing import (
    Actuals,
    Standing,
    computed,
    differs,
    first_known,
    is_overdue,
    light,
)
from jiedao.applications.plan.tasks import values_of
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Tone

_ORDER: Final = (Tone.RED, Tone.AMBER, Tone.NEUTRAL, Tone.GREEN, Tone.GREY)
_COLUMNS: Final = (
    "id", "number", "title", "state", "day", "ends_on", "finished_on", "progress", "unit_id",
    "unit__name", "owner__name", "attributes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One task as the wall shows it; ``figure`` is target and actual in words."""

    number: str
    title: str
    state: str
    tone: Tone
    unit_id: int | None
    unit: str
    owner: str
    domain: str
    period: str
    ends_on: date | None
    overdue: bool
    progress: int
    computed: int | None
    figure: str
    reported_on: str
    urged: int

    @property
    def differs(self) -> bool:
        """Whether its own word and the records are far apart; of a task that runs."""
        return self.state in names.RUNNING and differs(self.progress, self.computed)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the wall is narrowed to; "" for everything. ``period`` "all" takes them all."""

    period: str = ""
    domain: str = ""
    unit: str = ""
    light: str = ""


@dataclass(slots=True)
class Group:
    """A unit with its tasks, the worst first; how many are of each light, before filters of light
    and unit."""

    unit_id: int | None
    name: str
    counts: Counter[str] = field(default_factory=Counter)
    marks: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many tasks it has."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """How many are closed."""
        return self.counts[Tone.GREY]

    @property
    def late(self) -> int:
        """How many are red."""
        return self.counts[Tone.RED]

    @property
    def key(self) -> str:
        """What stands in the address."""
        return str(self.unit_id or 0)


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything on the wall."""

    asked: Asked
    periods: Sequence[str]
    groups: Sequence[Group]
    counts: Mapping[str, int]
    """Light → tasks of the period and domain."""
    overdue: int

    @property
    def total(self) -> int:
        """How many tasks there are."""
        return sum(self.counts.values())

    @property
    def shown(self) -> int:
        """How many of them are listed."""
        return sum(len(group.lines) for group in self.groups)


def wall(reach: Reach, asked: Asked) -> Wall:
    """The wall as the reader may see it; without a period, that of today or the latest there is."""
    rows = list(tasks(reach).exclude(state=names.DROPPED).order_by("id").values(*_COLUMNS))
    attributes = {row["id"]: values_of(row["attributes"]) for row in rows}
    periods = sorted({str(one["period"]) for one in attributes.values()}, reverse=True)
    chosen = Asked(_period(asked.period, periods), asked.domain, asked.unit, asked.light)
    some = [row for row in rows if _is_asked(attributes[row["id"]], chosen)]
    goals = {row["id"]: tuple(readable(attributes[row["id"]])) for row in some}
    known = actuals(reach.town_id, [goal for each in goals.values() for goal in each])
    lines = [_line(row, attributes[row["id"]], goals[row["id"]], known) for row in some]
    counts: Counter[str] = Counter(line.tone for line in lines)
    late = sum(line.overdue for line in lines)
    return Wall(chosen, periods, _groups(lines, chosen), counts, late)


def _period(wanted: str, periods: Sequence[str]) -> str:
    if wanted:
        return wanted
    now = half_of(clock.today())
    return next((one for one in periods if one in (now, now[:4])), periods[0] if periods else now)


def _is_asked(values: Mapping[str, Any], asked: Asked) -> bool:
    in_period = asked.period in ("all", values["period"])
    return in_period and asked.domain in ("", values["domain"])


def _line(
    row: Mapping[str, Any], values: Mapping[str, Any], goals: tuple[Goal, ...], known: Actuals
) -> Line:
    today = clock.today()
    standing = standing_of(row, values, goals)
    return Line(
        row["number"], row["title"], row["state"], light(standing, known, today),
        row["unit_id"], row["unit__name"] or "", row["owner__name"] or "", str(values["domain"]),
        str(values["period"]), row["ends_on"], is_overdue(standing, today), row["progress"],
        computed(goals, known), figure(first_known(goals, known), known), str(values["reported_on"] or ""),
        int(values["urged"] or 0),
    )  # fmt: skip


def standing_of(
    row: Mapping[str, Any], values: Mapping[str, Any], goals: tuple[Goal, ...]
) -> Standing:
    """What the light of a task depends on."""
    begins = max(span(str(values["period"]))[0], row["day"])
    said = values["reported_on"]
    return Standing(
        row["state"], begins, row["ends_on"], row["finished_on"], row["progress"],
        date.fromisoformat(said) if said else None, goals,
    )  # fmt: skip


def figure(goal: Goal | None, known: Actuals) -> str:
    """Actual and target in words: "12 / ≥ 20 个"."""
    if goal is None:
        return ""
    actual = known.get(goal.identity)
    target = f"{SIGNS[goal.comparison]} {_plain(float(goal.value))}"
    now = "—" if actual is None else _plain(actual)
    return f"{now} / {target} {goal.unit}".rstrip()


def _plain(value: float) -> str:
    exact = Decimal(f"{value:.4f}").normalize()
    return f"{exact:,f}"


def _groups(lines: Iterable[Line], asked: Asked) -> list[Group]:
    """Units by their names, tasks without a unit first: they wait for the office."""
    found: dict[int | None, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.unit_id].append(line)
    groups = []
    for unit_id, some in found.items():
        some.sort(key=lambda line: (_ORDER.index(line.tone), line.ends_on or date.max, line.number))
        shown = [line for line in some if asked.light in ("", str(line.tone))]
        name = some[0].unit or _("未定责任单位")
        group = Group(unit_id, name, Counter(line.tone for line in some), some)
        group.lines = shown if asked.unit in ("", group.key) else []
        groups.append(group)
    return sorted(groups, key=lambda group: (group.unit_id is not None, -group.total, group.name))
