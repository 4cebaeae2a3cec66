"""口径单: beside the computed figure, what was reported before and what a platform says, and why
they differ. A difference has a reason and somebody who signs for it, or it stands there unexplained.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.options import FactOptions, Stands
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.rights import SIGN
from jiedao.engines.indicators.units import difference
from jiedao.engines.indicators.values import indicator_of, value_of
from jiedao.engines.indicators.workflow import RECORDED, WITHDRAWN, correct, withdraw
from jiedao.foundation.records.work import Work
from jiedao.kernel import registry
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

AGREED, EXPLAINED = "agreed", "explained"
CLOSE_ENOUGH: Final = 1e-6
_CAUSE = Title("差异原因", "Reason for the difference")


class Cause(Options):
    """Why two figures of the same thing differ."""

    DEFINITION = "definition", "口径不同", "Another definition"
    CUT_OFF = "cut_off", "截止日期不同", "Another cut-off date"
    LATE_ENTRY = "late_entry", "事后补录", "Entered later"
    ESTIMATE = "estimate", "当时为估计数", "An estimate at the time"
    AUDIT = "audit", "审核后更正", "Set right by an audit"


class Audience(Options):
    """For whom a figure was published: two versions of one may differ, but openly."""

    PUBLIC = "public", "对外公开", "Public"
    INTERNAL = "internal", "内部使用", "Internal"


class Statement(BaseModel):
    """What a reported or platform figure has besides a fact."""

    audience: Audience = attribute(
        Title("使用范围", "Audience"), Audience.PUBLIC, listed=True, filterable=True
    )
    narrowed: str = attribute(
        Title("限定条件", "Narrowed to"), "", max_length=200, examples=[""],
        help=Title("只指一部分时填写，如 theme=care", "Where it is of a part only: theme=care"),
    )  # fmt: skip
    cause: Cause | None = attribute(_CAUSE, None, later=True, listed=True, filterable=True)
    explanation: str = attribute(Title("差异说明", "Explanation"), "", later=True, max_length=500)
    system_value: float | None = attribute(
        Title("签署时的系统数", "Computed when signed"), None, later=True
    )
    signed_by: str = attribute(Title("签署人", "Signed by"), "", later=True, max_length=80)


class Explain(BaseModel, extra="forbid"):
    """The reason for a difference, by who answers for it."""

    cause: Cause = attribute(_CAUSE)
    explanation: str = attribute(
        Title("差异说明", "Explanation"), widget="textarea", min_length=4, max_length=500
    )


def filters_in(text: str) -> dict[str, str]:
    """``school=一小;kind=x`` as filters; Invalid for what cannot be read."""
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in text.replace("；", ";").split(";"))):
        name, parted, value = part.partition("=")
        if not parted or not value.strip():
            raise Invalid(
                _("限定条件写成 名称=值，用分号隔开。"), field="narrowed", code="bad_filter"
            )
        found[name.strip()] = value.strip()
    return found


def period_of(fact: Fact) -> Period:
    """The days a fact speaks of; the year until its end where no beginning is said."""
    year = Period.of_year(fact.day.year)
    return Period(fact.period_from or year.start, fact.day)


def _explain(work: Work, said: Explain) -> None:
    """Keeps what was computed at that moment: it can be asked again as of then."""
    _keep(work)
    work.values.update(cause=said.cause, explanation=said.explanation)


def _agree(work: Work, _said: BaseModel) -> None:
    _keep(work)


def _keep(work: Work) -> None:
    value = _computed(work)
    work.values.update(system_value=value, signed_by=work.actor.name)


def _computed(work: Work) -> float | None:
    fact: Any = work.record
    if fact.indicator not in registry.indicators:
        return None
    filters = filters_in(work.values.get("narrowed") or "")
    found = value_of(fact.indicator, town_id=fact.town_id, period=period_of(fact), filters=filters)
    return found.value


def _differs(work: Work) -> bool:
    fact: Any = work.record
    value = _computed(work)
    if value is None or fact.value is None:
        return True
    gap = difference(value, indicator_of(fact.indicator).unit, float(fact.value), fact.value_unit)
    return gap is None or abs(gap) > CLOSE_ENOUGH * max(1.0, abs(value))


def _needs_no_reason(work: Work) -> str:
    return "" if _differs(work) else _("与系统数一致，请点“一致”。")


def _needs_reason(work: Work) -> str:
    return _("与系统数不一致，请说明差异原因。") if _differs(work) else ""


WORKFLOW = Workflow(
    "statement",
    Title("口径核对", "Comparison of figures"),
    (
        State(RECORDED, Title("待核对", "To be compared")),
        State(AGREED, Title("与系统一致", "Agrees"), open=False),
        State(EXPLAINED, Title("差异已说明", "Difference explained"), open=False),
        State(WITHDRAWN, Title("已撤销", "Withdrawn"), open=False),
    ),
    (
        Move("agree", Title("一致", "Agrees"), (RECORDED,), AGREED, SIGN, party=Party.NOT_HANDLER,
             rule=_needs_reason, effect=_agree, primary=True),
        Move("explain", Title("说明差异并签署", "Explain and sign"), (RECORDED,), EXPLAINED, SIGN,
             party=Party.NOT_HANDLER, data=Explain, rule=_needs_no_reason, effect=_explain,
             primary=True),
        correct(AGREED, EXPLAINED),
        withdraw(RECORDED, AGREED, EXPLAINED),
    ),
    initial=RECORDED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """Another source's figure beside the computed one; ``gap`` in the indicator's unit."""

    fact: Fact
    stands: Stands
    gap: float | None
    explained: bool


def compared_kinds() -> list[Kind]:
    """The kinds of fact that are held against the computed figures."""
    return [
        kind for kind in registry.kinds
        if isinstance(kind.options, FactOptions) and kind.options.stands is not Stands.OUTSIDE
    ]  # fmt: skip


def beside(rows: Any, key: str, period: Period, computed: float | None) -> Iterator[Beside]:
    """The facts of a figure's period, whatever their kind; ``rows`` are those one may see."""
    begins = Q(period_from=period.start)
    if period == Period.of_year(period.end.year):
        begins |= Q(period_from=None)
    found = rows.filter(begins, indicator=key, day=period.end).exclude(state=WITHDRAWN)
    unit = indicator_of(key).unit
    for fact in found.order_by("kind", "id"):
        kind = registry.kinds.find(fact.kind)
        options = kind.options if kind and isinstance(kind.options, FactOptions) else FactOptions()
        gap = None
        if computed is not None and fact.value is not None:
            gap = difference(computed, unit, float(fact.value), fact.value_unit)
        same = gap is not None and abs(gap) <= CLOSE_ENOUGH * max(1.0, abs(computed or 0.0))
        yield Beside(fact, options.stands, gap, same or fact.state in (AGREED, EXPLAINED))
