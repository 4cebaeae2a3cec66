"""MAP.toml: what it may say, what is refused, and what rows become."""

from datetime import UTC, date, datetime

import pytest

from jiedao.foundation.datasets.binding import Binding, Node, Record
from jiedao.foundation.datasets.mapping import as_stored, load_mapping, parse_mapping
from jiedao.foundation.sheets.cells import Raw
from jiedao.foundation.sheets.readers import Row
from jiedao.kernel.errors import Invalid

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HEAD = 'title = "t"\nkind = "request"\nkey = ["编号"]\n'
NAMES = ("编号", "时间", "大类", "小类", "类码", "状态", "超期", "经度", "备注", "日期")


def record(toml: str, *cells: Raw, names: tuple[str, ...] = NAMES) -> Record:
    found = read(toml, *cells, names=names)
    assert isinstance(found, Record), found
    return found


def read(toml: str, *cells: Raw, names: tuple[str, ...] = NAMES) -> object:
    binding = Binding(parse_mapping(HEAD + toml), names, NOW)
    return binding.read(Row(7, cells, {name: index for index, name in enumerate(names)}))


def test_fields_of_every_type() -> None:
    found = record(
        """
        [fields]
        at = { column = "时间", type = "moment" }
        day = { column = "日期", type = "date", formats = ["%d.%m.%Y"] }
        late = { column = "超期", type = "flag" }
        lon = { column = "经度", type = "number" }
        kind = { column = "大类" }
        """,
        "１2", "2018-02-08 15:34:40", " 市容 ", "-", "", "", 1.0, "114.3", "", "08.02.2018",
    )  # fmt: skip
    assert found.row == 7
    assert found.key == "12"
    assert found.values == {
        "at": datetime(2018, 2, 8, 7, 34, 40, tzinfo=UTC),
        "day": date(2018, 2, 8),
        "late": True,
        "lon": 114.3,
        "kind": "市容",
    }
    assert found.marks == {}


def test_what_is_not_from_the_file_is_marked() -> None:
    found = record(
        """
        [fields]
        text = { columns = ["大类", "小类", "备注"], join = "；" }
        at = { now = true }
        channel = { value = "12345" }
        """,
        "1", "", "市容", "占道", "", "", "", "", "-",
    )  # fmt: skip
    assert found.values == {"text": "市容；占道", "at": NOW, "channel": "12345"}
    assert found.marks == {"text": "composed", "at": "import_time", "channel": "constant"}


def test_an_empty_cell_gives_no_value() -> None:
    assert record('[fields.at]\ncolumn = "时间"\ntype = "moment"', "1", "-").values == {}


def test_tables_translate_and_refuse_what_they_do_not_know() -> None:
    table = '[fields.late]\ncolumn = "超期"\ntable = { ONTIME = false, OVERDUE = true }\n'
    assert record(table, "1", *[""] * 5, "OVERDUE").values == {"late": True}
    assert record(table, "1", *[""] * 5, " ").values == {}
    assert isinstance(read(table, "1", *[""] * 5, "LATE"), list)
    assert record(table + 'otherwise = "="', "1", *[""] * 5, "LATE").values == {"late": "LATE"}
    assert record(table + "otherwise = false", "1", *[""] * 5, "?").values == {"late": False}


def test_trees_are_cut_at_the_first_gap() -> None:
    toml = """
        [trees.item]
        levels = [{ name = "大类", code = "类码", level = "top" }, { name = "小类" }]
        [trees.unit]
        by = "code"
        levels = [{ name = "备注", code = "类码" }]
    """
    found = record(toml, "1", "", "市容", "占道", "5.0", "", "", "", "城管")
    assert found.trees == {
        "item": (Node("市容", "5.0", "top"), Node("占道", "", "")),
        "unit": (Node("城管", "5.0", ""),),
    }
    assert record(toml, "1", "", "-", "占道", "", "", "", "", "城管").trees == {
        "item": (),
        "unit": (),
    }


def test_the_first_rule_that_holds_gives_the_state() -> None:
    toml = """
        [[states]]
        state = "closed"
        when = [{ column = "状态", among = ["Closed", "完成"] }, { column = "时间", empty = false }]
        [[states]]
        state = "handling"
        when = [{ column = "状态", not_among = [""] }]
        [[states]]
        state = "reported"
    """
    assert record(toml, "1", "2018-01-01", "", "", "", "完成").state == "closed"
    assert record(toml, "1", "", "", "", "", "Closed").state == "handling"
    assert record(toml, "1").state == "reported"


def test_columns_are_kept_as_they_are() -> None:
    rest = record('keep = "rest"\n[fields.k]\ncolumn = "大类"', 3, "-", "市容", "占道", 4.0)
    assert rest.kept == {"小类": "占道", "类码": "4"}
    some = record('keep = ["小类"]', 3, "-", "市容", "占道", 4.0)
    assert some.kept == {"小类": "占道"}


def test_every_fault_of_a_row_is_told() -> None:
    faults = read(
        """
        [fields]
        at = { column = "时间", type = "moment", required = true }
        lon = { column = "经度", type = "number" }
        text = { columns = ["大类", "小类"], required = true }
        """,
        "-", "昨天", "", "", "", "", "", "东经",
    )  # fmt: skip
    assert isinstance(faults, list)
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [
        (7, "编号", "-"),
        (7, "时间", "昨天"),
        (7, "经度", "东经"),
        (7, "大类 + 小类", ""),
    ]
    assert all(fault.sentence for fault in faults)


def test_columns_are_found_whatever_their_dressing() -> None:
    names = ("编号（必填）", "时 间")
    assert record('[fields.t]\ncolumn = "时间"', "1", "x", names=names).values == {"t": "x"}


def test_missing_columns_are_all_named() -> None:
    toml = '[fields.t]\ncolumn = "时间"\n[fields.u]\ncolumn = "单位"'
    with pytest.raises(Invalid, match="单位") as refusal:
        read(toml, "1", names=("编号",))
    assert "时间" in refusal.value.sentence


def test_the_zone_is_the_mappings() -> None:
    toml = 'timezone = "America/New_York"\n[fields.at]\ncolumn = "时间"\ntype = "moment"'
    found = record(toml, "1", "2011-07-01 01:32:33")
    assert found.values["at"] == datetime(2011, 7, 1, 5, 32, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    ("toml", "place"),
    [
        ("[fields.a]", "fields.a"),
        ('[fields.a]\ncolumn = "x"\nvalue = 1', "fields.a"),
        ('[fields.a]\ncolumns = ["x"]\ntype = "number"', "fields.a"),
        ('[fields.a]\ncolumn = "x"\notherwise = "="', "fields.a"),
        ('[fields.a]\ncolumn = "x"\ntype = "colour"', "fields.a.type"),
        ('[fields.a]\ncolumn = "x"\nspelt = "wrong"', "fields.a.spelt"),
        ('timezone = "Asia/Pingshan"', "timezone"),
        ('datum = "XX"', "datum"),
        ("[trees.a]\nlevels = []", "trees.a.levels"),
        ('[trees.a]\nby = "code"\nlevels = [{ name = "x" }]', "trees.a"),
        ('[[states]]\nstate = "s"\nwhen = [{ column = "x" }]', "states.0.when.0"),
        ("= =", "TOML"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_by_place(toml: str, place: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_mapping(HEAD + toml)
    assert refusal.value.code == "bad_mapping"
    assert place in refusal.value.sentence


def test_unknown_fields_are_refused_by_their_kind(tmp_path: object) -> None:
    mapping = parse_mapping(HEAD + '[fields.colour]\ncolumn = "x"')
    with pytest.raises(Invalid, match="colour"):
        mapping.check_names(frozenset({"text"}))
    mapping.check_names(frozenset({"colour"}))
    assert parse_mapping(HEAD).columns() == ("编号",)


def test_a_stored_mapping_reads_back() -> None:
    mapping = parse_mapping(HEAD + '[fields.t]\ncolumn = "x"\ntable = { a = 1 }')
    assert type(mapping).model_validate(as_stored(mapping)) == mapping


def test_a_missing_file_is_named(tmp_path: object) -> None:
    from pathlib import Path

    with pytest.raises(Invalid, match=r"MAP\.toml"):
        load_mapping(Path(str(tmp_path)) / "MAP.toml")
