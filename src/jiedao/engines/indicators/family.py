"""The family of facts, as the generated pages and files know it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.engines.indicators.choosing import CHOSEN
from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.options import FactOptions, Scope
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.workflow import WITHDRAWN, WORKFLOW
from jiedao.foundation.records.families import WHAT, Family, RecordFields
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock, registry
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Indicator, Kind
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title
from jiedao.web.widgets import Choice

_DAY: Final = timedelta(days=1)
FIGURE = Title("数值与排名", "Value and rank")
SOURCE = Title("来源", "Source")


class FactFields(RecordFields):
    """What a fact asks besides: the period, the figure as published, and where it stands."""

    title: str = attribute(
        Title("名称", "Name"), "", group=WHAT, listed=True, max_length=200,
        help=Title("不填则用指标的名称", "Left empty, it is named after the indicator"),
    )  # fmt: skip
    period_from: date | None = attribute(
        Title("期初", "Period from"), None, group=WHAT,
        help=Title("不填则为到期末的一年", "Left empty, it is the year until its end"),
    )  # fmt: skip
    day: date = attribute(Title("期末", "Period until"), group=WHAT, default_factory=clock.today)
    indicator: str = attribute(
        Title("指标代号", "Indicator"), "", group=FIGURE, max_length=80, examples=[""],
        widget=CHOSEN,
        help=Title("是已有指标的数据时填写", "Where it is a figure of a known indicator"),
    )  # fmt: skip
    value: Decimal | None = attribute(
        Title("数值", "Value"), None, group=FIGURE, listed=True, max_digits=20, decimal_places=4
    )
    value_unit: str = attribute(
        Title("计量单位", "Unit of measure"), "", group=FIGURE, listed=True, max_length=20
    )
    rank: int | None = attribute(
        Title("名次", "Rank"), None, group=FIGURE, listed=True, ge=1, le=100_000
    )
    rank_of: int | None = attribute(
        Title("参评总数", "Out of"), None, group=FIGURE, ge=1, le=100_000
    )
    scope: Scope | None = attribute(Title("范围", "Among"), None, group=FIGURE)
    issued_by: str = attribute(
        Title("发布单位", "Issued by"), group=SOURCE, min_length=2, max_length=120
    )
    source_title: str = attribute(
        Title("来源文件", "Document"), group=SOURCE, min_length=2, max_length=200
    )
    source_date: date = attribute(Title("文件日期", "Dated"), group=SOURCE)
    source_number: str = attribute(Title("文号", "Number"), "", group=SOURCE, max_length=80)
    source_url: str = attribute(
        Title("网址", "Address"),
        "",
        group=SOURCE,
        max_length=500,
        examples=["https://example.cn/1"],
    )
    source_file: str = attribute(Title("文件名", "File"), "", group=SOURCE, max_length=200)


def _changing(work: Work) -> None:
    """Named, dated, figured and sourced; whoever writes it down answers for it."""
    fact: Any = work.record
    known = registry.indicators.find(fact.indicator) if fact.indicator else None
    fact.title = fact.title or (known.titles.zh if known else "")
    fact.value_unit = fact.value_unit or (known.unit if known and fact.value is not None else "")
    if (work.kind.options or FactOptions()).figures:
        fact.period_from = fact.period_from or Period(fact.day, fact.day).year_before().end + _DAY
        _refuse_unfit(work, fact, known)
    if fact.owner_id is None and work.actor.is_staff:
        fact.owner_id = work.actor.id
    _refuse_unclear(work, fact, unknown=bool(fact.indicator) and known is None)
    _refuse_unsourced(fact)
    _refuse_second(work, fact)


def _refuse_unclear(work: Work, fact: Any, *, unknown: bool) -> None:
    options = work.kind.options or FactOptions()
    empty = options.figure and fact.value is None and fact.rank is None
    _first(
        (unknown, "indicator", _("没有这个指标，请输入名称从列表中选择。")),
        (not fact.title, "title", _("请填名称，或选择指标。")),
        (fact.period_from is not None and fact.period_from > fact.day, "day",
         _("期末早于期初。")),
        (empty, "value", _("请填数值或名次。")),
        (fact.value is not None and not fact.value_unit, "value_unit", _("请填计量单位。")),
        (bool(fact.rank and fact.rank_of and fact.rank > fact.rank_of), "rank",
         _("名次大于参评总数。")),
        (fact.rank is not None and not fact.scope, "scope", _("请选在什么范围内排名。")),
    )  # fmt: skip


def _refuse_unfit(work: Work, fact: Any, known: Indicator | None) -> None:
    """Others are held against it: it must be what it is taken for, in the unit it is counted in."""
    chosen = known is not None and known.key in work.kind.options.figures
    unit = known.unit if known else ""
    apart = fact.period_from <= fact.day and not Period(fact.period_from, fact.day).is_months
    _first(
        (not chosen, "indicator", _("请选择指标。")),
        (fact.value is None, "value", _("请填数值。")),
        (apart, "day", _("请按整月填写期初、期末；全年任务的期末填12月31日。")),
        (fact.value_unit not in ("", unit), "value_unit",
         _("请换算成“%(unit)s”填写。") % {"unit": unit}),
    )  # fmt: skip


def offered(kind: Kind, name: str) -> Sequence[Choice]:
    """The indicators of which a fact of the kind may be, where it says so."""
    figures = (kind.options or FactOptions()).figures if name == "indicator" else ()
    return [Choice(key, registry.indicators.get(key).titles) for key in figures]


def _refuse_unsourced(fact: Any) -> None:
    """No figure without what it can be checked against."""
    named = fact.source_number or fact.source_url or fact.source_file
    address = fact.source_url.startswith(("https://", "http://")) or not fact.source_url
    _first(
        (not named, "source_number", _("请填文号、网址、文件名中的一项，以便核对。")),
        (not address, "source_url", _("网址以 http:// 或 https:// 开头。")),
        (fact.source_date > clock.today(), "source_date", _("文件日期在将来。")),
    )


def _refuse_second(work: Work, fact: Any) -> None:
    """The same figure of the same period once; what has a key is recognised by it instead, where
    its period was not filled in here."""
    options = work.kind.options or FactOptions()
    if fact.key and not options.figures:
        return
    named = {"indicator": fact.indicator} if fact.indicator else {"title": fact.title}
    same = Fact.objects.filter(
        **named, town_id=fact.town_id, kind=fact.kind, day=fact.day, scope=fact.scope,
        period_from=fact.period_from,
    )  # fmt: skip
    others = same.exclude(pk=fact.pk).exclude(state=WITHDRAWN)
    there = [one.number for one in others
             if _is_same(one.attributes, work.values, options.told_apart)]  # fmt: skip
    if there:
        raise Invalid(
            _("这一期已经登记过，编号 %(number)s。") % {"number": there[0]},
            field="day",
            code="twice",
        )


def _is_same(kept: Mapping[str, Any], values: Mapping[str, Any], names: Iterable[str]) -> bool:
    return all((kept.get(name) or "") == (values.get(name) or "") for name in names)


def _first(*checks: tuple[bool, str, str]) -> None:
    for bad, field, sentence in checks:
        if bad:
            raise Invalid(sentence, field=field, code="bad_fact")


FACTS = Family(
    "fact", Title("外部数据与荣誉", "External data and honours"), Fact, WORKFLOW, fields=FactFields,
    options=FactOptions, changing=_changing, offers=offered, icon="certificate", order=80,
)  # fmt: skip
