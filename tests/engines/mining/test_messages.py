"""Measuring and predicting messages: no leak between the sides, files as they come."""

import csv
from pathlib import Path

import numpy as np
import pytest

from jiedao.engines.mining import metrics
from jiedao.engines.mining.evaluating import messages
from jiedao.engines.mining.texts.near import NEAR, near_groups, near_pairs
from jiedao.kernel.errors import Invalid
from tests.engines.mining.town_texts import texts_of
from tests.foundation.shared_data import shared_file


def write(path: Path, rows: list[dict[str, str]], bom: bool = False) -> Path:
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def told(size: int, seed: int = 0) -> list[dict[str, str]]:
    texts, labels = texts_of(size, seed)
    return [
        {"id": str(at), "text": text, "label": label}
        for at, (text, label) in enumerate(zip(texts, labels, strict=True))
    ]


def no_pair_is_parted(texts: list[str]) -> None:
    groups = near_groups(texts)
    pairs = near_pairs(texts, NEAR)
    assert len(pairs)
    for train, test in messages.folds(groups):
        side = np.zeros(len(texts), bool)
        side[test] = True
        assert not (side[pairs[:, 0]] ^ side[pairs[:, 1]]).any()
        assert len(np.intersect1d(train, test)) == 0


def test_near_duplicates_never_stand_on_both_sides() -> None:
    texts, _labels = texts_of(120)
    no_pair_is_parted(texts)


@pytest.mark.slow
def test_nor_do_they_in_the_real_file() -> None:
    path = shared_file("messages", "labelled.csv")
    no_pair_is_parted([row["text"] for row in messages.read_csv(path)])


def test_a_fold_learns_nothing_from_its_own_answers(tmp_path: Path) -> None:
    texts, labels = texts_of(200)
    truth, groups = np.array(labels), near_groups(texts)
    train, test = messages.folds(groups)[0]
    sides = []
    for answers in (truth, np.where(np.isin(np.arange(200), test), "路灯", truth)):
        part = [texts[at] for at in train]
        model, least = messages.learn(part, answers[train], groups[train])
        sides.append((model.probabilities([texts[at] for at in test]), least))
    assert np.array_equal(sides[0][0], sides[1][0])
    assert sides[0][1] == sides[1][1]


def test_every_metric_is_told_with_its_baselines(tmp_path: Path) -> None:
    path = write(tmp_path / "labelled.csv", told(200))
    found = messages.evaluate(tmp_path)
    assert found["macro_f1"] > found["baselines_macro_f1"]["majority"]
    assert len(found["macro_f1_of_folds"]) == messages.FOLDS
    assert set(found["f1"]) == {"路灯", "油烟", "井盖", "停车"}
    assert messages.evaluate(path)["macro_f1"] == found["macro_f1"]


def test_three_answers_a_row_in_the_order_of_the_file(tmp_path: Path) -> None:
    train = write(tmp_path / "a.csv", told(120), bom=True)
    asked = [{"id": f"x{row['id']}", "text": row["text"]} for row in told(12, seed=3)]
    asked[5]["text"] = ""
    out = tmp_path / "c.csv"
    assert messages.predict(train, write(tmp_path / "b.csv", asked), out) == 12
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert list(rows[0]) == ["id", "first", "first_p", "second", "second_p", "third", "third_p"]
    assert [row["id"] for row in rows] == [row["id"] for row in asked]
    assert all(float(row["first_p"]) >= float(row["second_p"]) for row in rows)
    right = [row["first"] == one["label"] for row, one in zip(rows, told(12, seed=3), strict=True)]
    assert sum(right) >= 10


def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path) -> None:
    lacking = write(tmp_path / "a.csv", [{"id": "1", "text": "路灯"}])
    with pytest.raises(Invalid, match="label"):
        messages.predict(lacking, lacking, tmp_path / "c.csv")
    (tmp_path / "b.csv").write_bytes("id,text,label\n1,路灯,a".encode("gb18030"))
    with pytest.raises(Invalid, match="UTF-8"):
        messages.predict(tmp_path / "b.csv", lacking, tmp_path / "c.csv")
    with pytest.raises(Invalid, match="labelled"):
        messages.evaluate(tmp_path)
    few = write(tmp_path / "few.csv", told(3))
    with pytest.raises(Invalid, match="少于"):
        messages.evaluate(few)


def test_the_calibration_error_is_the_distance_of_saying_from_being() -> None:
    p, right = np.array([0.9, 0.9, 0.9, 0.9]), np.array([True, True, True, False])
    assert metrics.calibration_error(p, right) == pytest.approx(0.15)


def test_the_threshold_is_the_lowest_that_keeps_the_precision() -> None:
    p = np.array([0.9, 0.8, 0.8, 0.7, 0.6])
    right = np.array([True, True, True, False, False])
    assert metrics.least_for_precision(p, right, 0.75) == 0.7
    assert metrics.least_for_precision(p, right, 1.0) == 0.8
    assert metrics.least_for_precision(p, ~right, 1.0) > 1
