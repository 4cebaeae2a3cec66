"""The header row is found wherever it stands."""

from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.sheets.headers import Header, find_header, fold

KNOWN = ("大类", "小类", "立案条件", "处置时限", "责任单位")


def test_names_are_compared_without_dressing() -> None:
    assert fold("处置 时限（必填）*") == fold("处置时限") == "处置时限"
    assert fold("ＩＤ：") == fold("id") == "id"
    assert fold("时限（工作日）") == "时限(工作日)"


def test_below_a_title() -> None:
    rows = [["某市标准", None, None], [], ["大类", "小类", "备注"], ["01", "02", ""]]
    assert find_header(rows, KNOWN) == Header(("大类", "小类", "备注"), 4)


def test_under_a_row_of_generated_names() -> None:
    rows = [["某市标准", "Unnamed: 1", "Unnamed: 2"], ["大类", "小类", "立案条件"]]
    assert find_header(rows, KNOWN) == Header(("大类", "小类", "立案条件"), 3)


def test_merged_headings_over_two_rows() -> None:
    rows = [
        ["大类", "小类", "处置时限", None, None, "责任单位"],
        [None, None, "停止", "处罚", "清除", None],
        ["市容", "占道", "4工作时", "7工作日", "20工作日", "城管科"],
    ]
    names = ("大类", "小类", "处置时限/停止", "处置时限/处罚", "处置时限/清除", "责任单位")
    assert find_header(rows, KNOWN) == Header(names, 3)


def test_a_group_above_the_names() -> None:
    rows = [["事项", None, "责任单位"], ["大类", "小类", None], ["市容", "占道", "城管科"]]
    assert find_header(rows, KNOWN) == Header(("大类", "小类", "责任单位"), 3)


def test_a_sparse_first_row_of_data_is_no_second_line() -> None:
    rows = [["大类", "小类", "立案条件"], [None, "占道", "占用人行道"]]
    assert find_header(rows, KNOWN) == Header(("大类", "小类", "立案条件"), 2)


def test_without_known_names_a_title_is_passed_over() -> None:
    rows = [["一览表", None, None], ["编号", "名称", "备注"], ["1", "甲", ""]]
    assert find_header(rows) == Header(("编号", "名称", "备注"), 3)
    assert find_header([["编号"], ["1"]]) == Header(("编号",), 2)


def test_a_name_twice_is_numbered() -> None:
    assert find_header([["大类", "小类", "备注", "备注"]], KNOWN) == Header(
        ("大类", "小类", "备注", "备注 (2)"), 2
    )


def test_none() -> None:
    assert find_header([], KNOWN) is None
    assert find_header([["甲", "乙"], ["1", "2"]], KNOWN) is None
    assert find_header([[None, None]]) is None
    assert find_header([["编号"]], ["编号"]) == Header(("编号",), 2)


cells = st.one_of(st.none(), st.text(max_size=6), st.integers(), st.sampled_from(KNOWN))


@given(st.lists(st.lists(cells, max_size=8), max_size=25))
def test_any_rows_give_a_header_or_none(rows: list[list[object]]) -> None:
    for known in (KNOWN, ()):
        header = find_header(rows, known)  # type: ignore[arg-type]
        if header is not None:
            named = [name for name in header.names if name]
            assert header.first_row >= 2
            assert named


@given(st.lists(st.lists(st.text("甲乙丙 1", max_size=3), max_size=4), max_size=8))
def test_it_is_found_below_anything(above: list[list[str]]) -> None:
    header = find_header([*above, list(KNOWN), ["01"]], KNOWN)
    assert header is not None
    assert set(KNOWN) <= set(header.names)
    assert header.first_row == len(above) + 2
