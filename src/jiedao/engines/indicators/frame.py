"""What the engine enters: its family, and what follows from its series beside a fact."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from jiedao.engines.indicators import panels
from jiedao.engines.indicators.checks import check_indicators
from jiedao.engines.indicators.choosing import INDICATORS
from jiedao.engines.indicators.family import FACTS
from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.rights import SEE, SIGN
from jiedao.engines.indicators.runs import runs
from jiedao.engines.indicators.series import Comparison, compare, months_of, series_of
from jiedao.engines.indicators.targets import targets
from jiedao.foundation.records.families import families
from jiedao.foundation.records.keyed import keyed
from jiedao.foundation.records.panels import panel_of_family
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import registry
from jiedao.kernel.application import open_part
from jiedao.kernel.declarations import NavigationEntry, Permission
from jiedao.kernel.titles import Title
from jiedao.web import parts


def enter() -> None:
    """Called once, when the app is ready."""
    keyed.add(INDICATORS, declared_by=__name__)
    families.add(FACTS, declared_by=__name__)
    open_part("targets", {"TARGET_SOURCES": targets})
    open_part("runs", {"RUNS": runs})
    panel_of_family(FACTS, _comparison)
    registry.on_close(check_indicators)
    registry.on_close(panels.enter)
    for permission in _PERMISSIONS:
        registry.permissions.add(permission, declared_by=__name__)
    registry.navigation.add(_NAVIGATION, declared_by=__name__)


_PERMISSIONS = (
    Permission(SEE, Title("查看数据", "See figures")),
    Permission(SIGN, Title("确认口径差异", "Sign for differences of figures")),
)
_NAVIGATION = NavigationEntry(
    "figures", Title("数据", "Figures"), "indicators:overview", "chart-line", SEE, 5
)


def _comparison(request: HttpRequest, fact: Any) -> str:
    rows = Fact.objects.visible_to(reach_of(account_of(request)), fact.kind)
    said = list(_sentences(fact, compare(fact, series_of(fact, rows))))
    if not said:
        return ""
    return render_to_string("indicators/comparison.html", {"rows": said}, request=request)


def _sentences(fact: Fact, found: Comparison) -> Iterator[parts.Fact]:
    if found.before is not None and found.before.value is not None:
        value = f"{found.before.value.normalize():f} {found.before.value_unit}"
        yield parts.Fact(_("上年同期"), value)
    if found.growth is not None:
        yield parts.Fact(_("同比"), f"{found.growth:+.1f} %")
    if found.best:
        yield parts.Fact(_("与历年比"), _("有记录以来最好"))
    periods = _("%(n)d 年") if months_of(fact) == 12 else _("%(n)d 期")
    if found.firsts > 1:
        yield parts.Fact(_("连续第一"), periods % {"n": found.firsts})
    elif found.runs > 1:
        yield parts.Fact(_("连续"), periods % {"n": found.runs})
