"""The stock of a register: what moves it, who may, and that it is always the sum of its movements."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook
from pydantic import BaseModel

from jiedao.foundation.records.actions import add, make_move
from jiedao.foundation.records.files import export_file, import_records
from jiedao.foundation.records.pages.common import record_url
from jiedao.foundation.staff.reach import actor_of
from jiedao.foundation.things.family import Register
from jiedao.foundation.things.models import Movement, Thing
from jiedao.foundation.things.panel import stock_panel
from jiedao.kernel import clock, registry
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import Conflict, Forbidden, Invalid
from jiedao.kernel.models import History, Town
from jiedao.kernel.titles import Title
from jiedao.web import slots
from tests.cast import SmallTown
from tests.foundation.records.test_actions import HERE, refused

STORE = "trial_store"


class Sandbags(BaseModel):
    """Nothing besides what every register asks."""


KIND = Kind(STORE, "register", Title("沙袋储备", "Sandbags"), "heritage_trees", prefix="WZ",
            attributes=Sandbags, options=Register(stock=Title("只", "bags")))  # fmt: skip


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind that holds a stock, with the part that every register gets beside its record."""
    monkeypatch.setitem(registry.kinds._items, STORE, KIND)
    panel = slots.RecordPanel("trial", STORE, KIND.titles, stock_panel)
    monkeypatch.setitem(slots.record_panels._items, "trial", panel)


@pytest.fixture
def store(town: SmallTown) -> Thing:
    row = add(town.id, STORE, {"title": "西社区仓库", "place": HERE}, actor=SYSTEM)
    assert isinstance(row, Thing)
    return row


def moved(town: SmallTown, store: Thing, key: str, who: Any, **data: object) -> Any:
    return make_move(town.id, STORE, store.number, key, data, actor=actor_of(who))


def test_what_is_put_in_is_there_and_no_more_is_taken_out(town: SmallTown, store: Thing) -> None:
    with refused(Forbidden):
        moved(town, store, "put_in", town.clerk_east, quantity=300, reason="区三防办调拨")
    moved(town, store, "put_in", town.clerk_west, quantity=300, reason="区三防办调拨")
    with refused(Invalid) as info:
        moved(town, store, "take_out", town.clerk_west, quantity="300.5", reason="台风布防")
    assert "库存只有 300" in str(info.value)
    after = moved(town, store, "take_out", town.clerk_west, quantity=120, reason="台风布防")
    assert after.stock == 180
    counted = moved(town, store, "count", town.clerk_west, counted=175, reason="破损 5 只")
    assert counted.stock == 175
    assert [row.quantity for row in Movement.objects.order_by("id")] == [300, -120, -5]
    verbs = History.objects.filter(kind=STORE, record_id=store.pk).order_by("id")
    assert [line.verb for line in verbs] == ["add", "put_in", "take_out", "count"]


def test_what_is_deregistered_keeps_still(town: SmallTown, store: Thing) -> None:
    moved(town, store, "suspend", town.clerk_west, reason="仓库漏雨")
    moved(town, store, "put_in", town.clerk_west, quantity=1, reason="归还")
    moved(town, store, "end", town.clerk_west, reason="仓库拆除")
    with refused(Conflict):
        moved(town, store, "put_in", town.clerk_west, quantity=1, reason="归还")


@pytest.mark.parametrize("quantity", ["0", "-3", "nan", "1e20", "一百"])
def test_only_a_quantity_is_a_quantity(town: SmallTown, store: Thing, quantity: str) -> None:
    with refused(Invalid) as info:
        moved(town, store, "put_in", town.clerk_west, quantity=quantity, reason="归还")
    assert set(info.value.errors) == {"quantity"}
    assert not Movement.objects.exists()


def test_a_stock_too_large_to_keep_is_refused(town: SmallTown, store: Thing) -> None:
    quantity = "600000000000"
    moved(town, store, "put_in", town.clerk_west, quantity=quantity, reason="捐赠")
    with refused(Invalid):
        moved(town, store, "put_in", town.clerk_west, quantity=quantity, reason="捐赠")
    store.refresh_from_db()
    assert store.stock == Decimal(quantity)


def test_the_page_tells_how_it_came_to_that(town: SmallTown, store: Thing) -> None:
    moved(town, store, "put_in", town.clerk_west, quantity=300, reason="区三防办调拨")
    moved(town, store, "take_out", town.clerk_west, quantity="0.5", reason="试用")
    client = Client()
    client.force_login(town.clerk_west)
    html = client.get(record_url(STORE, store.number)).content.decode()
    for words in ("299.5 只", "区三防办调拨", "+300", "−0.5", "入库", "出库", "盘点"):
        assert words in html


def test_it_goes_out_and_does_not_come_in(town: SmallTown, store: Thing) -> None:
    """A file tells the stock; reading it again moves nothing."""
    moved(town, store, "put_in", town.clerk_west, quantity="12.5", reason="调拨")
    file = io.BytesIO()
    export_file(file, STORE, town.id, Thing.objects.filter(kind=STORE))
    sheet = load_workbook(file).active
    told = dict(zip(*(list(row) for row in sheet.iter_rows(values_only=True)), strict=True))
    assert told["库存（只）"] == 12.5
    Movement.objects.all().delete()
    Thing.objects.all().delete()
    file.seek(0)
    run = import_records(town.id, STORE, file, actor=SYSTEM)
    assert (run.created, run.mapping["unused"]) == (1, [])
    assert Thing.objects.get().stock is None


def test_other_registers_have_no_stock(town: SmallTown) -> None:
    from jiedao.applications.heritage_trees.kinds import TREE
    from jiedao.foundation.records.schema import schema_of

    assert "put_in" not in {move.key for move in schema_of(TREE).workflow.moves}
    assert "put_in" in {move.key for move in schema_of(STORE).workflow.moves}


Steps = st.lists(
    st.tuples(
        st.sampled_from(["put_in", "take_out", "count"]),
        st.decimals(min_value=0, max_value=10_000, places=2),
    ),
    max_size=12,
)


class TestSum(TestCase):
    """Whatever is done in whatever order, the stock is the sum of its movements, never below 0."""

    @given(Steps)
    def test_it_is_the_sum_of_its_movements(self, steps: list[tuple[str, Decimal]]) -> None:
        town = Town.objects.create(key="t", title="镇", created_at=clock.now())
        row = add(town.pk, STORE, {"title": "仓库"}, actor=SYSTEM)
        there = Decimal(0)
        for key, quantity in steps:
            name = "counted" if key == "count" else "quantity"
            possible = quantity > 0 if key == "put_in" else 0 < quantity <= there
            said = {name: quantity, "reason": "变动"}
            try:
                with transaction.atomic():
                    make_move(town.pk, STORE, row.number, key, said, actor=SYSTEM)
            except Invalid:
                assert key != "count"
                assert not possible
                continue
            if key == "count":
                there = quantity
            else:
                assert possible
                there += quantity if key == "put_in" else -quantity
        thing = Thing.objects.get(pk=row.pk)
        total = Movement.objects.filter(thing=thing).aggregate(total=Sum("quantity"))["total"] or 0
        assert (thing.stock or 0) == there == round(Decimal(total), 2)
