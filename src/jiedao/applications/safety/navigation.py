"""The lines of the left rail: what one works with daily; the overview leads to the rest."""

from jiedao.applications.safety import names
from jiedao.applications.safety.kinds import KINDS
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title

_KINDS = {kind.key: kind for kind in KINDS}


def _list(kind: str, order: int) -> NavigationEntry:
    return NavigationEntry.of_kind(_KINDS[kind], "records:list", "records.see", order)


NAVIGATION = (
    NavigationEntry(
        "safety.overview", Title("安全总览", "Safety overview"), "safety:overview",
        "shield-check", "records.see", 1, "safety", (), names.PREMISES,
        (names.HOME, names.SWEEP, names.TASK, names.GAS, names.POWER, names.PRINCIPAL,
         names.TRAINING, names.FIRE_LISTED, names.FOOD, names.FOOD_CHECK, names.FOOD_ACTION,
         names.FOOD_CASE),
    ),
    _list(names.PREMISES, 2),
    _list(names.CHECK, 3),
    NavigationEntry.of_kind(_KINDS[names.HAZARD], "cases:kind", "cases.see", 4),
    _list(names.CAMPAIGN, 5),
    _list(names.ACCIDENT, 6),
)  # fmt: skip
