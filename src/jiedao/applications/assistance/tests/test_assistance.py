"""A benefit is granted, paid, and ended with a reason; strangers to the files see none."""

from decimal import Decimal
from typing import Any

import pytest

from jiedao.applications.assistance.kinds import ENTITLEMENT, PAYMENT
from jiedao.engines.services.models import Service
from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.figures import figure
from tests.refusals import appoint, refused


@pytest.fixture
def clerk(town: SmallTown) -> Actor:
    """陈城管 enters benefits as well."""
    return appoint(town, town.handler, "city", "assistance_clerk")


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 checks them."""
    return appoint(town, town.supervisor, "centre", "assistance_office")


def go(town: SmallTown, row: Any, key: str, actor: Actor, **data: Any) -> Any:
    return make_move(town.id, row.kind, row.number, key, data, actor=actor)


def payment(town: SmallTown, actor: Actor, file: Any, **more: Any) -> Any:
    values = {"title": "高龄津贴2026-03", "benefit": "age", "batch": "2026-03", "amount_due": "300"}
    return add(town.id, PAYMENT, values | more, actor=actor, subject=(ENTITLEMENT, file.pk))


def test_from_application_to_dropping_out(town: SmallTown, clerk: Actor, office: Actor) -> None:
    values = {"title": "GL-0001", "benefit": "age", "holder": "张阿姨", "day": "2026-01-05"}
    with refused(Forbidden):
        add(town.id, ENTITLEMENT, values, actor=actor_of(town.clerk_west))
    file = add(town.id, ENTITLEMENT, values, actor=clerk)
    early = payment(town, clerk, file)
    with refused(Forbidden, "不在享受期内"):
        go(town, early, "check", office)
    granted = {"entitled_from": "2026-02-01", "monthly": "300", "note": "年满八十"}
    with refused(Forbidden):
        go(town, file, "grant", clerk, **granted)
    go(town, file, "grant", office, **granted)
    with refused(Invalid, "不一致"):
        payment(town, clerk, file, benefit="minimum")
    row = payment(town, clerk, file)
    with refused(Forbidden):
        go(town, row, "check", clerk)
    go(town, row, "check", office)
    said = {"on": "2026-03-15", "voucher": "PZ-8841"}
    with refused(Invalid, "多于应发"):
        go(town, row, "pay", clerk, **said, amount="300.01")
    paid = go(town, row, "pay", clerk, **said)
    assert (paid.state, paid.amount, str(paid.given_on)) == ("paid", Decimal(300), "2026-03-15")
    with refused(Invalid, "早于享受起始"):
        go(town, file, "drop_out", clerk, on="2026-01-31", reason="户籍迁出")
    ended = go(town, file, "drop_out", clerk, on="2026-04-30", reason="户籍迁出")
    assert (ended.state, ended.attributes["ended_because"]) == ("dropped_out", "户籍迁出")
    late = payment(town, clerk, file, title="高龄津贴2026-05", batch="2026-05")
    with refused(Forbidden, "不在享受期内"):
        go(town, late, "check", office)


def test_nobody_sees_them_whose_role_does_not_name_them(town: SmallTown, clerk: Actor) -> None:
    values = {
        "title": "临时救助2026-03",
        "benefit": "relief",
        "batch": "2026-03",
        "amount_due": "2000",
    }
    row = add(town.id, PAYMENT, values, actor=clerk)
    seen = {
        who.name: Service.objects.visible_to(reach_of(who), PAYMENT).filter(pk=row.pk).exists()
        for who in (town.handler, town.leader, town.reader, town.clerk_west)
    }
    assert seen == {"陈城管": True, "周书记": False, "阅只读": False, "罗社区": False}


def test_what_was_paid_is_published_in_ten_thousands(
    town: SmallTown, clerk: Actor, office: Actor
) -> None:
    for benefit, due, day in (("startup", "30000", "2026-03-01"), ("age", "5000", "2026-06-30"),
                              ("age", "9000", "2026-07-01")):  # fmt: skip
        values = {"title": day, "benefit": benefit, "batch": day[:7], "amount_due": due}
        row = add(town.id, PAYMENT, values, actor=clerk)
        go(town, row, "check", office)
        go(town, row, "pay", clerk, on=day, voucher="PZ-1")
    add(town.id, PAYMENT, values, actor=clerk)
    assert figure(town, "benefit_amount_paid", "2026H1") == 3.5
    assert round(figure(town, "benefit_amount_paid", "2026", benefit="age") or 0, 4) == 1.4
