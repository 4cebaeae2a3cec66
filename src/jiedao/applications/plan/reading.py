"""From what the reading of a report finds to what a person is asked about it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from jiedao.applications.plan.goals import MOST, WRITTEN, comparison_for
from jiedao.applications.plan.models import Finding, PlanDocument
from jiedao.applications.plan.names import FACT
from jiedao.applications.plan.naming import CO, units_named, units_of
from jiedao.applications.plan.options import DOMAIN_OF, Comparison, Domain
from jiedao.applications.plan.spans import span
from jiedao.engines.indicators.choosing import INDICATORS
from jiedao.engines.indicators.periods import Period
from jiedao.kernel import registry
from jiedao.kernel.errors import Invalid

if TYPE_CHECKING:
    from jiedao.engines.reports.reading import Commitment, Figure
    from jiedao.foundation.staff.structure import UnitNode

_HEADING: Final = re.compile(
    r"^[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）])"
    r"[^。\n]{2,60}",
    re.MULTILINE,
)
_SCALES: Final = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_COMPARISONS: Final = {
    # "Nearly 500" is a number to be reached, not one to keep under.
    "at_least": Comparison.AT_LEAST, "over": Comparison.AT_LEAST, "at_most": Comparison.AT_MOST,
}  # fmt: skip
MORE: Final = "more_targets"
"""Under this key of what was read stand the further targets of a commitment."""
MAYBE: Final = "maybe"
"""Under this key stand the figures that may be meant, where the reading is not certain: a person
chooses one, or none; nothing is bound to them before."""
_PLACES: Final = Decimal("0.0001")
_LARGEST: Final = Decimal(10) ** 13
_YEAR: Final = 12


def findings_of(document: PlanDocument) -> list[Finding]:
    """Unsaved findings of a document: its commitments with the targets in them, its figures."""
    # Imported where a text is read: its dictionary takes a while, and a start need not wait.
    from jiedao.engines.reports.reading import read

    reading = read(document.text, document.period)
    sections = list(_sections(document.text))
    found = [_commitment(document, one, reading.figures) for one in reading.commitments]
    units = units_of(document.town_id)
    for finding in found:
        _make_responsible(finding, units)
    found += [_figure(document, one) for one in reading.figures]
    for finding in found:
        finding.section = _section(sections, finding.start)
    return _once(found)


def _once(found: Sequence[Finding]) -> list[Finding]:
    """Two figures may begin at one place (“23条、3场”): those after the first begin at their own
    number, so that none is lost; what still stands in one place is one."""
    kept: dict[tuple[str, int], Finding] = {}
    for finding in found:
        at = int(finding.read.get("at") or 0)
        if (finding.sort, finding.start) in kept and at > finding.start:
            finding.length -= at - finding.start
            finding.start = at
        kept.setdefault((finding.sort, finding.start), finding)
    return list(kept.values())


def _commitment(document: PlanDocument, one: "Commitment", figures: Sequence["Figure"]) -> Finding:
    from jiedao.engines.reports.reading.dates import due

    finding = Finding(
        document=document, sort=Finding.Sort.COMMITMENT, start=one.start, length=len(one.quote),
        title=(one.task or one.quote)[:200], domain=DOMAIN_OF.get(one.domain, Domain.OTHER).value,
        ends_on=due_day(one.due or due(one.quote, document.period)), read=asdict(one),
    )  # fmt: skip
    end = one.start + len(one.quote)
    inside = [figure for figure in figures if figure.value is not None
              and one.start <= max(figure.start, figure.at) < end
              and not _is_past(figure, document)]  # fmt: skip
    known = [figure for figure in inside if _meant(figure)]
    if known:
        # Those that are certain first: the others are only proposed.
        _aim(finding, sorted(known, key=lambda figure: not figure.certain))
    else:
        _want(finding, inside, document.text[one.start : end])
    return finding


def _is_past(figure: "Figure", document: PlanDocument) -> bool:
    """Whether a number in a promise is told of a year before (“去年建成2个”)."""
    return figure.status == "result" and "" < figure.period[:4] < document.period[:4]


def _want(finding: Finding, figures: Sequence["Figure"], text: str) -> None:
    """A number of no known figure is shown as it was promised; a person may say what it is of."""
    from jiedao.engines.reports.reading.often import often

    said = often(text)
    if figures:
        first = figures[0]
        wanted = _COMPARISONS.get(first.qualifier, "" if first.value else Comparison.AT_MOST)
        finding.value, finding.value_unit = in_unit_of("", first.value, first.unit)
        finding.comparison = wanted
    elif said:
        finding.value, finding.value_unit = in_unit_of("", said[0].value, said[0].unit)
        finding.comparison = Comparison.AT_LEAST if said[0].at_least else ""


def _make_responsible(finding: Finding, units: Sequence["UnitNode"]) -> None:
    """Whom the text names is chosen already; a person confirms it."""
    lead, help_ = units_named(units, finding.read["responsible"])
    finding.unit_id = lead.id if lead else None
    if help_:
        finding.read[CO] = [node.name for node in help_]


def _aim(finding: Finding, figures: Sequence["Figure"]) -> None:
    """The first known figure in a commitment is its target; those after it are further ones, in
    lines as ``goals`` reads them. What is not certain is bound to nothing."""
    aims = []
    for figure in figures:
        key = _meant(figure)[0]
        wanted = _COMPARISONS.get(figure.qualifier, comparison_for(key))
        aims.append((key, wanted, *in_unit_of(key, figure.value, figure.unit)))
    key, wanted, finding.value, finding.value_unit = aims[0]
    finding.comparison = wanted
    if not figures[0].certain:
        finding.read[MAYBE] = _meant(figures[0])
        return
    finding.indicator = key
    finding.read[MORE] = [
        f"{_written(key)} {WRITTEN[wanted]} {value.normalize():f} {unit}"
        for figure, (key, wanted, value, unit) in zip(figures[1:MOST], aims[1:MOST], strict=True)
        if figure.certain and value is not None and key != aims[0][0]
    ]


def _written(key: str) -> str:
    """What a line of targets calls a figure: its title, where that is one word and no other's."""
    title = str(registry.indicators.get(key).titles)
    return title if INDICATORS.find(title) == key and not re.search(r"\s", title) else key


def _meant(figure: "Figure") -> list[str]:
    """The known figures that may be meant, the likeliest first; one at most if it is certain."""
    return [key for key in (figure.key or "", *figure.rivals) if key in registry.indicators]


def _figure(document: PlanDocument, one: "Figure") -> Finding:
    meant = _meant(one)
    key = meant[0] if meant else ""
    value, unit = in_unit_of(key, one.value, one.unit)
    sure = one.certain or not key
    return Finding(
        document=document, sort=Finding.Sort.FIGURE, start=one.start, length=len(one.quote),
        title=(one.indicator or one.quote)[:200], indicator=key if sure else "", value=value,
        value_unit=unit, period=one.period if due_day(one.period) else document.period,
        read=asdict(one) | ({} if sure else {MAYBE: meant}),
    )  # fmt: skip


def maybe(finding: Finding) -> list[str]:
    """The figures among which a person must still choose."""
    is_open = finding.state == Finding.State.OPEN and not finding.indicator
    return list(finding.read.get(MAYBE, ())) if is_open else []


def due_day(due: str) -> date | None:
    """The last day of what was named (“2025”, “2025H1”, “2025-06”)."""
    try:
        return span(due)[1] if due else None
    except Invalid:
        return None


def in_unit_of(key: str, value: float | None, unit: str) -> tuple[Decimal | None, str]:
    """A number as its figure counts: 9.3万宗 are 93,000宗. What is counted otherwise stays."""
    if value is None:
        return None, unit[:20]
    exact = Decimal(str(value))
    found = registry.indicators.find(key) if key else None
    if found is not None and unit != found.unit:
        (scale, base), (own, wanted) = _scaled(unit), _scaled(found.unit)
        if base == wanted or not base:
            exact, unit = exact * scale / own, found.unit
    if abs(exact) >= _LARGEST:
        return None, unit[:20]
    return exact.quantize(_PLACES), unit[:20]


def _scaled(unit: str) -> tuple[Decimal, str]:
    scale = _SCALES.get(unit[:1])
    return (scale, unit[1:]) if scale is not None else (Decimal(1), unit)


def _sections(text: str) -> Iterator[tuple[int, str]]:
    for match in _HEADING.finditer(text):
        yield match.start(), match[0].strip(" \t\u3000")


def _section(sections: Sequence[tuple[int, str]], start: int) -> str:
    found = ""
    for place, title in sections:
        if place > start:
            break
        found = title
    return found[:100]


def is_outside(key: str) -> bool:
    """Whether a figure is published by others, so that it can become a fact."""
    found = registry.indicators.find(key) if key else None
    return found is not None and found.kind == FACT


_FIELDS: Final = (
    ("police", ("police", "criminal", "public_order", "gangs", "terror")),
    ("survey", ("civility", "safety_feeling", "satisfaction", "appearance", "pm25", "ozone", "air")),
    ("appraisal", ("rank",)),
)  # fmt: skip


def fact_values(finding: Finding) -> dict[str, Any]:
    """The fact that a figure makes, with its document as the source."""
    document, read = finding.document, finding.read
    period = Period.parse(finding.period or document.period)
    known = registry.indicators.find(finding.indicator)
    is_rank = read.get("status") == "rank" or finding.indicator.endswith("_rank")
    name = known.titles.zh if known else finding.title
    whole_year = period.month_count == _YEAR
    field = next(
        (f for f, words in _FIELDS if any(w in finding.indicator for w in words)), "economy"
    )
    rank = int(finding.value) if is_rank and finding.value is not None else None
    return {
        "title": name if whole_year else f"{name}（{period.title}）",
        "period_from": None if whole_year else period.start,
        "day": period.end,
        "indicator": finding.indicator,
        "value": None if is_rank else finding.value,
        "value_unit": "" if is_rank else finding.value_unit,
        "rank": rank,
        "scope": _scope(str(read.get("unit") or "")) if rank else None,
        "field": field,
        "issued_by": document.issued_by or document.title,
        "source_title": document.title,
        "source_number": document.number or document.title,
        "source_date": document.dated,
    }


def _scope(unit: str) -> str:
    return {"全市": "city", "全省": "province", "全国": "nation"}.get(unit, "district")


def pieces(text: str, findings: Iterable[Finding]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """The text cut where findings begin and end, each piece with the findings it lies in."""
    marks = sorted(findings, key=lambda one: (one.start, -one.length))
    cuts = sorted({0, len(text), *(min(one.start, len(text)) for one in marks),
                   *(min(one.start + one.length, len(text)) for one in marks)})  # fmt: skip
    waiting = list(reversed(marks))
    open_now: list[Finding] = []
    for begin, end in pairwise(cuts):
        open_now = [one for one in open_now if one.start + one.length > begin]
        while waiting and waiting[-1].start <= begin:
            open_now.append(waiting.pop())
        yield text[begin:end], tuple(open_now)
