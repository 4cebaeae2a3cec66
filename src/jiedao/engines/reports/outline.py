"""The customary order of a work report, and which figures are told where in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ImproperlyConfigured

from jiedao.engines.indicators.quotients import yardsticks
from jiedao.engines.reports.slots import ReportPart, Section, parts, sections
from jiedao.kernel import registry
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.titles import Title

SELF, OTHER = "self", "other"
CUSTOMARY: Final = (
    Section("economy", Title("经济发展", "Economy"), "推动经济高质量发展", 10),
    Section("space", Title("产业空间", "Industrial space"), "拓展产业发展空间", 20),
    Section("construction", Title("城市建设", "Construction"), "推进城市建设", 30),
    Section("management", Title("城市管理", "City management"), "加强城市精细化管理", 40),
    Section("safety", Title("安全", "Safety"), "守牢城市安全底线", 50),
    Section("governance", Title("社会治理", "Governance"), "加强和创新社会治理", 60),
    Section("environment", Title("生态", "Environment"), "加强生态环境保护", 70),
    Section("culture", Title("文化", "Culture"), "推进文化建设", 80),
    Section("livelihood", Title("民生", "Livelihood"), "保障和改善民生", 90),
    Section(SELF, Title("自身建设", "The office itself"), "加强自身建设", 100),
    Section(OTHER, Title("其他工作", "Other work"), "统筹推进各项工作", 110),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A part with the indicators that it tells."""

    part: ReportPart
    indicators: tuple[Indicator, ...]


@dataclass(slots=True)
class Outlined:
    """A section with its parts, in their order."""

    section: Section
    parts: list[Told] = field(default_factory=list)


def outline() -> list[Outlined]:
    """Every section that has something to tell, in the customary order."""
    found = {one.key: Outlined(one) for one in sorted(sections, key=lambda section: section.order)}
    for part in sorted(_all_parts(), key=_place):
        told = Told(part, tuple(_indicators(part)))
        if told.indicators:
            found[part.section].parts.append(told)
    return [one for one in found.values() if one.parts]


def section_of(application: str) -> str:
    """The section that an application names in its manifest (``report_section``)."""
    config = registry.applications.get(application)
    return (config.report_section if config else "") or OTHER


def application_of(indicator: Indicator) -> str:
    """The application whose kind the figure counts; "" where there is none."""
    kind = registry.kinds.find(indicator.kind)
    return kind.application if kind else ""


def check() -> None:
    """Called when the house closes: a part in no section stops the start, with a sentence."""
    for key in registry.applications:
        _refuse(section_of(key) not in sections, f"{key!r} names a report section", section_of(key))
    named: dict[str, str] = {}
    for part in parts:
        _refuse(part.section not in sections, f"{part.key!r} stands in section", part.section)
        for key in part.indicators:
            _refuse(key not in registry.indicators, f"{part.key!r} tells the indicator", key)
            if named.setdefault(key, part.key) != part.key:
                raise ImproperlyConfigured(
                    f"report_parts: the indicator {key!r} is told by {named[key]!r}"
                    f" and by {part.key!r}"
                )


def _refuse(wrong: bool, said: str, key: str) -> None:
    if wrong:
        raise ImproperlyConfigured(f"report_parts: {said} {key!r}, which is unknown")


def _all_parts() -> Iterator[ReportPart]:
    """The declared ones, and one for each application that declares none that takes the rest."""
    yield from parts
    takes_rest = {part.application for part in parts if not part.indicators}
    for key, config in registry.applications.items():
        if key not in takes_rest:
            yield ReportPart(
                f"{key}.rest", key, section_of(key), f"{config.titles.zh}。", order=900
            )


def _indicators(part: ReportPart) -> Iterator[Indicator]:
    if part.indicators:
        yield from (registry.indicators.get(key) for key in part.indicators)
        return
    named = yardsticks() | {key for other in parts for key in other.indicators}
    for one in registry.indicators:
        if one.key not in named and application_of(one) == part.application:
            yield one


def _place(part: ReportPart) -> tuple[int, int, str]:
    application = registry.applications.get(part.application)
    return (application.order if application else 1000, part.order, part.key)
