"""A kind with a field of every sort, entered for a test."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import pytest
from pydantic import AwareDatetime, BaseModel

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.kernel import registry
from jiedao.kernel.attributes import (
    AccountRef,
    Options,
    OrganisationRef,
    Ref,
    UnitRef,
    attribute,
)
from jiedao.kernel.declarations import Kind
from jiedao.kernel.titles import Title

WORKS = "small_works"


class Risk(Options):
    HEIGHT = "height", "高处作业", "Work at height"
    FIRE = "fire", "动火作业", "Hot work"
    OTHER = "other", "其他、未列明", "Other, not listed"


class Works(BaseModel):
    """Small works."""

    risks: list[Risk] = attribute(Title("风险", "Risks"), default_factory=list, filterable=True)
    main: Risk | None = attribute(Title("主要风险", "Main risk"), None)
    budget: Decimal | None = attribute(
        Title("投资额", "Budget"), None, unit=Title("元", "yuan"), max_digits=14, decimal_places=2
    )
    floor: float | None = attribute(Title("面积", "Floor"), None, unit=Title("平方米", "m²"))
    workers: int = attribute(Title("人数", "Workers"), 1, ge=0)
    told: bool | None = attribute(Title("已告知", "Told"), None)
    begins: AwareDatetime | None = attribute(Title("开工", "Begins"), None)
    ends: date | None = attribute(Title("完工", "Ends"), None)
    tags: list[str] = attribute(Title("标签", "Tags"), default_factory=list)
    note: str = attribute(Title("备注", "Note"), "", max_length=500)
    helper: UnitRef | None = attribute(Title("协办单位", "Helping unit"), None)
    checker: AccountRef | None = attribute(Title("检查人", "Checker"), None)
    builder: OrganisationRef | None = attribute(Title("施工单位", "Builder"), None)
    tree: Annotated[int, Ref(f"record:{TREE}")] | None = attribute(Title("古树", "Tree"), None)
    phone: str = attribute(Title("电话", "Phone"), "", personal=True)


KIND = Kind(WORKS, "register", Title("小散工程", "Small works"), "heritage_trees",
            attributes=Works, prefix="XS", about=(TREE,))  # fmt: skip


@pytest.fixture
def works() -> Iterator[Schema]:
    """The kind, while the test runs."""
    registry.kinds._items[WORKS] = KIND
    yield schema_of(WORKS)
    del registry.kinds._items[WORKS]


__all__ = ["KIND", "WORKS", "Risk", "Works", "datetime", "works"]
