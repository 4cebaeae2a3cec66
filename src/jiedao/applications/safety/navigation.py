"""The lines of the left rail: what one works with daily; the overview leads to the rest."""

from jiedao.applications.safety import names
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title


def _entry(kind: str, titles: Title, icon: str, order: int) -> NavigationEntry:
    return NavigationEntry(f"safety.{kind}", titles, "records:list", icon, "records.see", order,
                           "safety", (kind,), kind)  # fmt: skip


NAVIGATION = (
    NavigationEntry(
        "safety.overview", Title("安全总览", "Safety overview"), "safety:overview",
        "shield-check", "records.see", 1, "safety", (), names.PREMISES,
        (names.HOME, names.SWEEP, names.TASK, names.GAS, names.POWER, names.PRINCIPAL,
         names.TRAINING, names.FIRE_LISTED),
    ),
    _entry(names.PREMISES, Title("场所风险档案", "Premises"), "building-store", 2),
    _entry(names.CHECK, Title("安全检查", "Safety checks"), "clipboard-check", 3),
    NavigationEntry("safety.hazards", Title("隐患整改", "Hazards"), "cases:kind", "alert-triangle",
                    "cases.see", 4, "safety", (names.HAZARD,), names.HAZARD),
    _entry(names.CAMPAIGN, Title("专项整治", "Campaigns"), "target", 5),
    _entry(names.ACCIDENT, Title("事故台账", "Accidents"), "flame", 6),
)  # fmt: skip
