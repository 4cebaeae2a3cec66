"""Files of work orders: predicted and measured, without a look at what is known only later."""

import csv
import random
from pathlib import Path

import pytest

from jiedao.engines.mining.evaluating import orders as measured
from jiedao.engines.mining.evaluating.order_columns import (
    FEATURES,
    NOT_USED,
    USABLE,
    when,
)
from jiedao.engines.mining.evaluating.order_limits import untellable
from jiedao.engines.mining.evaluating.order_windows import windows
from jiedao.kernel.errors import Invalid
from tests.engines.mining.invented_orders import COLUMNS, orders


def written(path: Path, rows: list[dict[str, str]], columns: tuple[str, ...] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def predicted(folder: Path, train: list[dict[str, str]], test: list[dict[str, str]]) -> list[str]:
    out = folder / "out.csv"
    done = measured.predict(written(folder / "a.csv", train), written(folder / "b.csv", test), out)
    lines = out.read_text(encoding="utf-8").splitlines()
    assert done == len(test) == len(lines) - 1
    return lines


@pytest.fixture
def parts() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    rows = orders(300)
    return rows[:280], rows[280:]


Parts = tuple[list[dict[str, str]], list[dict[str, str]]]


def test_every_order_gets_three_units_and_most_are_right(tmp_path: Path, parts: Parts) -> None:
    lines = predicted(tmp_path, *parts)
    assert lines[0] == "id,first,first_p,second,second_p,third,third_p"
    right = 0
    for line, row in zip(lines[1:], parts[1], strict=True):
        key, first, p, *_ = line.split(",")
        assert key == row["REC_ID"]
        assert 0 < float(p) <= 1
        right += first == row["DISPOSE_UNIT_ID"]
    assert right >= 14


def test_what_is_known_only_later_changes_nothing(tmp_path: Path, parts: Parts) -> None:
    train, test = parts
    told = predicted(tmp_path, train, test)
    dice = random.Random(1)
    hidden = [name for name in NOT_USED if name not in {"DISPOSE_UNIT_ID", "REC_ID"}]
    for rows in (train, test):
        for name in hidden:
            values = [f"{row.get(name)}{dice.random()}" for row in rows]
            for row, value in zip(rows, values, strict=True):
                row[name] = value
    for row in test:
        row["DISPOSE_UNIT_ID"] = dice.choice("12345")
    assert predicted(tmp_path, train, test) == told


def test_other_orders_of_the_window_change_nothing(tmp_path: Path, parts: Parts) -> None:
    train, test = parts
    whole = predicted(tmp_path, train, test)
    assert predicted(tmp_path, train, test[:1]) == whole[:2]


def test_a_used_column_does_change_it(tmp_path: Path, parts: Parts) -> None:
    train, test = parts
    told = predicted(tmp_path, train, test)
    assert predicted(tmp_path, train, [row | {"MAIN_TYPE_ID": "-"} for row in test]) != told


def test_each_column_is_either_used_or_said_why_not() -> None:
    assert set(FEATURES.columns) <= set(USABLE)
    assert not set(USABLE) & set(NOT_USED)
    assert set(COLUMNS) <= set(USABLE) | set(NOT_USED)


def test_without_labels_or_later_columns_it_answers(tmp_path: Path, parts: Parts) -> None:
    kept = ("REC_ID", *USABLE)
    test = written(tmp_path / "b.csv", parts[1], kept)
    train = written(tmp_path / "a.csv", parts[0], (*kept, "DISPOSE_UNIT_ID"))
    assert measured.predict(train, test, tmp_path / "out.csv") == 20


def test_empty_files_dashes_and_unseen_values_are_borne(tmp_path: Path, parts: Parts) -> None:
    train, test = parts
    assert predicted(tmp_path, train, []) == ["id,first,first_p,second,second_p,third,third_p"]
    assert predicted(tmp_path, [], test[:1])[1] == f"{test[0]['REC_ID']},,,,,,"
    blank = test[0] | dict.fromkeys(FEATURES.columns, "-")
    unseen = test[0] | dict.fromkeys(FEATURES.columns, "never seen")
    for line in predicted(tmp_path, train, [blank, unseen])[1:]:
        assert all(line.split(","))


@pytest.mark.parametrize("column", ["DISPOSE_UNIT_ID", "SUB_TYPE_ID", "CREATE_TIME"])
def test_a_missing_column_is_named(tmp_path: Path, parts: Parts, column: str) -> None:
    some = tuple(name for name in COLUMNS if name != column)
    train = written(tmp_path / "a.csv", parts[0], some)
    test = written(tmp_path / "b.csv", parts[1])
    with pytest.raises(Invalid, match=column):
        measured.predict(train, test, tmp_path / "out.csv")


def test_an_order_without_a_time_is_named(tmp_path: Path, parts: Parts) -> None:
    broken = [parts[1][0] | {"CREATE_TIME": "-"}]
    with pytest.raises(Invalid, match=parts[1][0]["REC_ID"]):
        predicted(tmp_path, parts[0], broken)


def test_alike_orders_that_went_different_ways_cannot_be_told() -> None:
    row = orders(1)[0]
    at = [when(row)] * 4
    found = untellable([row] * 4, ["1", "1", "1", "2"], at, at[0])
    assert (found["with_alike"], found["mixed"]) == (1, 1)
    assert found["best_of_alike"] == found["hindsight"] == 0.75
    plain = untellable([row] * 4, ["1"] * 4, at, at[0])
    assert (plain["mixed"], plain["best_of_alike"]) == (0, 1)


@pytest.mark.slow
def test_the_walk_is_what_predict_writes_window_by_window(tmp_path: Path) -> None:
    rows = orders(300)
    at = [when(row) for row in rows]
    begin, first, end = list(windows(at, at[200]))[3]
    walked = dict(measured.walk(rows[:end], at[:end], begin))
    lines = predicted(tmp_path, rows[:first], rows[first:end])
    assert [line.split(",")[1] for line in lines[1:]] == [
        walked[place][0].unit for place in range(first, end)
    ]
