"""An indicator chosen by its title where a record keeps its key (a target, an outside figure)."""

from typing import Final

from jiedao.engines.indicators.quotients import kinds_of
from jiedao.foundation.records.keyed import Keyed
from jiedao.kernel import registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.titles import Title

CHOSEN: Final = "indicator"
"""The widget of a field that keeps the key of an indicator."""
_OFFERED: Final = 12


def may_see(reach: Reach, indicator: Indicator) -> bool:
    """Figures of a restricted kind are for those whose role names it."""
    kinds = [registry.kinds.get(key) for key in kinds_of(indicator)]
    return all(
        not kind.restricted or any(grant.speaks_of(kind.key) for grant in reach.grants)
        for kind in kinds
    )


def _title(key: str) -> str:
    found = registry.indicators.find(key)
    return str(found.titles) if found else ""


def _find(words: str) -> str:
    if words in registry.indicators:
        return words
    same = [one.key for one in registry.indicators if words in (one.titles.zh, one.titles.en)]
    return same[0] if len(same) == 1 else ""


def _offer(reach: Reach, typed: str) -> list[tuple[str, str, str]]:
    """Those that have all the words in their title or key, the shortest titles first."""
    words = typed.lower().split()
    fitting = [
        one
        for one in registry.indicators
        if all(word in f"{one.titles.zh} {one.titles.en} {one.key}".lower() for word in words)
        and all(kind in registry.kinds for kind in kinds_of(one))
        and may_see(reach, one)
    ]
    fitting.sort(key=lambda one: (len(one.titles.zh), one.key))
    return [(one.key, str(one.titles), one.unit) for one in fitting[:_OFFERED]]


INDICATORS: Final = Keyed(CHOSEN, Title("指标", "Indicator"), _title, _find, _offer)
