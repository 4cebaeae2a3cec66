"""What the page of a document shows: findings by section, and the text with its marks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from jiedao.applications.plan.goals import SIGNS
from jiedao.applications.plan.models import Finding, PlanDocument
from jiedao.applications.plan.naming import helpers, units_of
from jiedao.applications.plan.options import Comparison, Domain
from jiedao.applications.plan.reading import MORE, is_outside, maybe, pieces
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.staff.structure import UnitNode
from jiedao.kernel import registry
from jiedao.kernel.access import Reach

FIGURES, DROPPED, ALL = "figures", "dropped", "all"


def documents_of(reach: Reach) -> list[Any]:
    """The documents that were read in, the latest first, with how much is left to be confirmed."""
    promised = Q(findings__sort=Finding.Sort.COMMITMENT)
    rows = PlanDocument.objects.visible_to(reach).defer("text").order_by("-id")
    return list(
        rows.annotate(
            commitments=Count("findings", filter=promised),
            left=Count("findings", filter=promised & Q(findings__state=Finding.State.OPEN)),
            made=Count("findings", filter=promised & Q(findings__state=Finding.State.CONFIRMED)),
        )
    )


@dataclass(frozen=True, slots=True)
class Section:
    """The findings under one heading."""

    title: str
    rows: Sequence[Finding]
    left: int


def _may_be_outside(finding: Finding) -> bool:
    """Whether a figure is, or may be, one that others publish."""
    return any(is_outside(key) for key in (finding.indicator, *maybe(finding)))


@dataclass
class Worksheet:
    """A document being worked through; each part is made only when it is shown."""

    document: PlanDocument
    findings: Sequence[Finding]
    shows: str
    town_id: int

    @cached_property
    def chosen(self) -> list[Finding]:
        """What is listed: commitments that are not dropped, or the figures, or what was dropped."""
        commitment, figure = Finding.Sort.COMMITMENT, Finding.Sort.FIGURE
        dropped = Finding.State.DROPPED
        if self.shows == DROPPED:
            return [one for one in self.findings if one.state == dropped]
        if self.shows in (FIGURES, ALL):
            figures = [one for one in self.findings if one.sort == figure and one.state != dropped]
            return [one for one in figures if self.shows == ALL or _may_be_outside(one)]
        return [one for one in self.findings if one.sort == commitment and one.state != dropped]

    @property
    def sections(self) -> list[Section]:
        """The listed findings by heading, in the order of the text."""
        found: dict[str, list[Finding]] = {}
        for one in self.chosen:
            found.setdefault(one.section, []).append(one)
        return [
            Section(title, rows, sum(row.state == Finding.State.OPEN for row in rows))
            for title, rows in found.items()
        ]

    @property
    def pieces(self) -> list[tuple[str, str, str]]:
        """The text in pieces: words, the findings that they lie in (``m12 m13``), classes."""
        shown = [one for one in self.findings if one.state != Finding.State.DROPPED]
        return [
            (
                words,
                " ".join(f"m{one.pk}" for one in inside),
                " ".join(dict.fromkeys(f"plan-{one.sort}" for one in inside)),
            )
            for words, inside in pieces(self.document.text, shown)
        ]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many are open, confirmed and dropped; how many figures of others there are."""
        commitments = [one for one in self.findings if one.sort == Finding.Sort.COMMITMENT]
        states = [one.state for one in commitments]
        figures = [one for one in self.findings if one.sort == Finding.Sort.FIGURE]
        return {
            "commitments": sum(state != Finding.State.DROPPED for state in states),
            "left": states.count(Finding.State.OPEN),
            "confirmed": states.count(Finding.State.CONFIRMED),
            "figures": sum(_may_be_outside(one) for one in figures),
            "all": len(figures),
            "dropped": sum(one.state == Finding.State.DROPPED for one in self.findings),
        }

    @property
    def lists_figures(self) -> bool:
        """Whether figures are listed, and not commitments."""
        return self.shows in (FIGURES, ALL)

    @property
    def units(self) -> list[UnitNode]:
        """The units one may type."""
        return units_of(self.town_id)

    @property
    def indicators(self) -> Iterable[Any]:
        """The figures one may type."""
        return list(registry.indicators)

    @property
    def names(self) -> dict[str, str]:
        """Key of a figure → what it is called."""
        return {one.key: str(one.titles) for one in registry.indicators}

    @property
    def helpers(self) -> dict[str, str]:
        """Finding → the units that help, where it names any."""
        rows = ((one, helpers(one.read, one.unit.name if one.unit else "")) for one in self.chosen)
        return {str(one.pk): row for one, row in rows if row}

    @property
    def more(self) -> dict[str, str]:
        """Finding → its further targets, a line each."""
        return {str(one.pk): "\n".join(one.read[MORE]) for one in self.chosen if one.read.get(MORE)}

    @cached_property
    def maybe(self) -> dict[str, list[tuple[str, str]]]:
        """Finding → key and name of the figures among which a person must choose."""
        names = self.names
        found = ((one, maybe(one)) for one in self.chosen)
        return {
            str(one.pk): [(key, names.get(key, key)) for key in keys] for one, keys in found if keys
        }

    @property
    def comparisons(self) -> list[tuple[str, str, object]]:
        """Which way a target is reached: key, sign, words."""
        return [(one.value, SIGNS[one], one.titles) for one in Comparison]

    @property
    def domains(self) -> list[tuple[str, object]]:
        """The domains of work."""
        return [(one.value, one.titles) for one in Domain]

    @cached_property
    def links(self) -> dict[str, str]:
        """Record that came of a finding (``KIND:ID``) → its address."""
        wanted: dict[str, set[int]] = {}
        for one in self.chosen:
            if one.record_id:
                wanted.setdefault(one.record_kind, set()).add(one.record_id)
        found = {}
        for kind, ids in wanted.items():
            rows = schema_of(kind).family.model._default_manager.filter(pk__in=ids)
            for pk, number in rows.values_list("pk", "number"):
                found[f"{kind}:{pk}"] = reverse("records:detail", args=[kind, number])
        return found


def worksheet(document: PlanDocument, reach: Reach, shows: str = "") -> Worksheet:
    """The document with its findings, in three statements however many there are."""
    rows = Finding.objects.filter(document=document).select_related("unit")
    return Worksheet(document, list(rows.order_by("start", "-length")), shows, reach.town_id)
