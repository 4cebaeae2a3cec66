"""Sheets into the draft and on to a published edition; two real ones, and a large one."""

import io
from collections import Counter
from pathlib import Path

import pytest
from django.db.transaction import atomic

from jiedao.foundation.catalogue import actions, queries
from jiedao.foundation.catalogue.excel.duties import directory_of
from jiedao.foundation.catalogue.excel.writing import write_catalogue
from jiedao.foundation.catalogue.loading import load_file
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.catalogue.rows import ConditionRow, DutyRow, ItemRow
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Forbidden
from tests.cast import SmallTown
from tests.foundation.catalogue.sheets import sheet
from tests.foundation.shared_data import shared_file

WORK, URGENT = LimitUnit.WORKDAYS, LimitUnit.URGENT_HOURS


def test_loading_into_the_draft_and_publishing(town: SmallTown) -> None:
    file = sheet(
        ["编码", "事项名称", "立案条件", "处置时限", "主办单位"],
        ["B01", "井盖破损", "缺失", "1紧急工作时", "水务科"],
        ["H01", "树木倒伏", "倒伏", "4工作时", "西岭社区：西岭社区；城管科"],
    )
    draft, reading = load_file(town.id, file, actor=SYSTEM)
    assert draft is not None
    assert reading.lines == 2
    actions.publish(draft, actor=SYSTEM)
    catalogue = catalogue_for(town.id)
    tree = catalogue.item("H01")
    assert tree is not None
    assert catalogue.responsible(tree.id, [town.places.grid_1.pk]).lead_unit_id == (
        town.units.west.pk
    )
    cover = catalogue.item("B01")
    assert cover is not None
    assert cover.keywords == ("井盖",)  # the sheet has no such column
    assert catalogue.limits(cover.id)[0].limit == Limit(1, URGENT)


def test_a_faulty_file_opens_no_draft(town: SmallTown) -> None:
    file = sheet(["事项名称", "处置时限"], ["井盖", "尽快"])
    draft, reading = load_file(town.id, file, actor=SYSTEM)
    assert draft is None
    assert len(reading.faults) == 1
    assert queries.draft_of(town.id) is None
    handler = Actor("account", town.handler.pk, reach=town.handler.reach)
    with pytest.raises(Forbidden), atomic():
        load_file(town.id, file, actor=handler)


def test_the_town_written_out_and_loaded_again_changes_nothing(town: SmallTown) -> None:
    file = io.BytesIO()
    write_catalogue(file, queries.published_rows(town.id), directory_of(town.id))
    draft, _reading = load_file(town.id, file, retire_others=True, actor=SYSTEM)
    assert draft is not None
    assert actions.publish(draft, actor=SYSTEM) == []


@pytest.mark.slow
def test_a_real_citys_filing_standard(town: SmallTown) -> None:
    path = shared_file("city_management", "filing_standard_parts.csv")
    draft, reading = load_file(town.id, path, actor=SYSTEM)
    assert draft is not None, reading.faults
    rows = [row for row in reading.rows if row.parent]
    assert len(rows) == 66
    assert sum(len(row.conditions) for row in rows) == reading.lines == 279
    limits = Counter(c.limit_unit for row in rows for c in row.conditions)
    assert limits[URGENT] == 19
    assert all(c.limit_amount for row in rows for c in row.conditions)
    trees = next(row for row in rows if row.name == "行道树")
    assert [(c.stage, c.limit_amount) for c in trees.conditions if c.text == "缺失"] == [
        ("种植季节", 15)
    ]
    assert any("代码相同而名称不同" in remark.sentence for remark in reading.remarks)
    actions.publish(draft, actor=SYSTEM)
    again, _second = load_file(town.id, path, actor=SYSTEM)
    assert again is not None
    assert actions.publish(again, actor=SYSTEM) == []


@pytest.mark.slow
def test_a_real_label_tree(town: SmallTown) -> None:
    draft, reading = load_file(town.id, shared_file("messages", "label_tree.xlsx"), actor=SYSTEM)
    assert draft is not None, reading.faults
    parents = {row.parent for row in reading.rows}
    leaves = [row for row in reading.rows if row.code not in parents]
    assert len(leaves) == 517
    assert len(reading.rows) == 517 + 118 + 15
    actions.publish(draft, actor=SYSTEM)
    assert sum(1 for one in catalogue_for(town.id).leaves() if one.depth == 3) == 517


@pytest.mark.slow
def test_four_thousand_items_load(town: SmallTown, tmp_path: Path) -> None:
    rows = [
        ItemRow(
            code=f"{group:02}{number:03}", name=f"事项{group}之{number}",
            conditions=tuple(
                ConditionRow(text=f"情形{n}", limit_amount=n, limit_unit=WORK) for n in (1, 2, 3)
            ),
            duties=(DutyRow(unit="city"), DutyRow(unit="west", area="W")),
            keywords=(f"词{group}-{number}",),
        )
        for group in range(1, 42)
        for number in range(102)
    ][:4177]  # fmt: skip
    path = tmp_path / "big.csv"
    write_catalogue(path, rows, directory_of(town.id), form="csv")
    draft, _reading = load_file(town.id, path, actor=SYSTEM)
    assert draft is not None
    actions.publish(draft, actor=SYSTEM)
    catalogue = catalogue_for(town.id)
    assert len(catalogue) == 4177 + 8
