"""What was read keeps its months and its domain."""

from datetime import date
from decimal import Decimal

from jiedao.applications.plan.models import Finding
from jiedao.applications.plan.options import DOMAIN_OF
from jiedao.applications.plan.tests.test_importing import TEXT, _still, office, read_in
from jiedao.engines.indicators.models import Fact
from jiedao.engines.reports.reading import domains
from jiedao.kernel.actors import Actor
from tests.cast import SmallTown
from tests.conformance.desk import browser

__all__ = ["_still", "office"]


def test_a_figure_of_some_months_becomes_a_fact_of_them(town: SmallTown, office: Actor) -> None:
    client = browser(town.supervisor)
    text = TEXT.replace("完成固定资产投资额48.6亿元", "1—5月完成固定资产投资额48.6亿元")
    at, document = read_in(client, text=text)
    figure = document.findings.get(sort=Finding.Sort.FIGURE, indicator="fixed_asset_investment", value=Decimal("48.6"))  # fmt: skip
    assert figure.period == "2024-01..2024-05"
    client.post(f"{at}marked/", {"act": "confirm", "ids": [figure.pk]})
    fact = Fact.objects.get(indicator="fixed_asset_investment")
    assert (fact.period_from, fact.day) == (date(2024, 1, 1), date(2024, 5, 31))


def test_every_domain_that_is_read_is_one_of_the_plan() -> None:
    assert set(domains._WORDS) == set(DOMAIN_OF)
