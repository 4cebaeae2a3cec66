"""Where a figure opens to the records that it is counted from, outside of any kept report."""

from urllib.parse import urlencode

from django.urls import reverse

from jiedao.engines.indicators.models import Fact
from jiedao.engines.reports.writing.figures import Figure
from jiedao.engines.reports.writing.outside import PREFIX


def records_url(town_id: int, figure: Figure) -> str:
    """The page of its records in the running service; of an outside figure, its own record. ""
    where there is none."""
    token = figure.token
    if token.key.startswith(PREFIX):
        return _fact_url(town_id, int(token.key.removeprefix(PREFIX)))
    if figure.missing:
        return ""
    query = urlencode({"period": token.period, **dict(token.filters)})
    return f"{reverse('indicators:records', args=[token.key])}?{query}"


def _fact_url(town_id: int, fact_id: int) -> str:
    fact = Fact.objects.filter(town_id=town_id, pk=fact_id).first()
    return reverse("records:detail", args=[fact.kind, fact.number]) if fact else ""
