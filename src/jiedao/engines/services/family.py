"""The family of services, as the generated pages and files know it."""

from datetime import date

from jiedao.engines.services.effects import ServiceOptions, check_entitlement
from jiedao.engines.services.models import Service
from jiedao.engines.services.workflow import WORKFLOW
from jiedao.foundation.records.families import WHAT, Derived, Family, RecordFields
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Kind
from jiedao.kernel.titles import Title


class ServiceFields(RecordFields):
    """What a service asks besides."""

    day: date = attribute(Title("申请日期", "Ordered on"), group=WHAT, default_factory=clock.today)
    quantity: int = attribute(
        Title("数量", "Quantity"), 1, group=WHAT, ge=1, le=1_000_000_000, total=True
    )
    provider: str = attribute(Title("服务方", "Provider"), "", group=WHAT, max_length=160)


def _derived(_kind: Kind) -> tuple[Derived, ...]:
    return (Derived("rating", Title("评分", "Rating")),)


SERVICES = Family(
    "service", Title("服务", "Services"), Service, WORKFLOW, fields=ServiceFields,
    options=ServiceOptions, changing=check_entitlement, derived=_derived, icon="heart-handshake", order=60,
)  # fmt: skip
