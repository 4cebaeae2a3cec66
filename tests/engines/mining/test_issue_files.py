"""Hot classes in files of messages: read as they come, found, written, measured."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from jiedao.engines.mining.evaluating import issues
from jiedao.engines.mining.evaluating.issue_files import moment, read_messages
from jiedao.engines.mining.grouping.reports import Group, Report
from jiedao.kernel.errors import Invalid
from tests.engines.mining.test_grouping import ALONE, MATTERS
from tests.foundation.shared_data import shared_file

HEAD = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数")
START = datetime(2026, 1, 1, tzinfo=UTC)
Row = tuple[object, ...]


def sheet(path: Path, rows: list[Row], head: tuple[str, ...] = HEAD) -> Path:
    book = Workbook()
    lines = book.worksheets[0]
    for row in (head, *rows):
        lines.append(row)
    book.save(path)
    return path


def messages() -> list[Row]:
    """Eight people about one matter, one person eight times about another, others alone."""
    found: list[Row] = []
    for matter, estate, people in (("noise", "翠湖花园", 8), ("parking", "望江新城", 1)):
        for n in range(8):
            title, text = MATTERS[matter][n % 4].format(e=estate).split("\n")
            at = f"2026/3/{n + 1} 8:05:0{n}"
            found.append((len(found), f"{matter}{n % people}", title, at, f"{text}第{n}次。", 0, n))
    for text in ALONE:
        title, rest = text.split("\n")
        found.append((len(found), f"u{len(found)}", title, START.replace(tzinfo=None), rest, 0, 0))
    return found


def written(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_class_is_written_with_its_messages_and_heat(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert issues.find(sheet(tmp_path / "in.xlsx", messages()), out) == 1
    rows = written(out)
    assert {int(row["id"]) for row in rows} == set(range(8))
    assert {row["class"] for row in rows} == {"1"}
    assert {float(row["heat"]) > 0 for row in rows} == {True}


def test_a_csv_gives_what_the_sheet_gives(tmp_path: Path) -> None:
    rows = messages()
    table = tmp_path / "in.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    issues.find(table, one)
    issues.find(sheet(tmp_path / "in.xlsx", rows), two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026/3/1 8:05:09", datetime(2026, 3, 1, 8, 5, 9, tzinfo=UTC)),
        ("2026-03-01T08:05", datetime(2026, 3, 1, 8, 5, tzinfo=UTC)),
        ("2026年3月1日", datetime(2026, 3, 1, tzinfo=UTC)),
        (
            datetime(2026, 3, 1, 8, tzinfo=UTC).replace(tzinfo=None),
            datetime(2026, 3, 1, 8, tzinfo=UTC),
        ),
        ("2026/13/45", None),
        ("昨天", None),
        ("", None),
        (None, None),
        ("9" * 5000, None),
        ("9" * 30 + "/1/1", None),
    ],
)
def test_times_are_read_in_every_way_sheets_hold_them(
    value: object, expected: datetime | None
) -> None:
    assert moment(value) == expected


def test_a_message_without_a_time_or_likes_is_kept(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("a", "u", "题", "2026/3/2 1:00:00", "文", 0, 3),
        ("b", None, None, "不详", "只有正文", None, "很多"),
        (None, "u", "没有编号", "2026/3/1", "文", 0, 0),
    ]
    one, two = read_messages(sheet(tmp_path / "in.xlsx", rows))
    assert (one.id, one.support, one.text) == ("a", 3, "题\n文")
    assert (two.id, two.person, two.support, two.text) == ("b", "", 0, "只有正文")
    assert two.at == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", ["broken.xlsx", "empty.csv", "headless.csv", "latin.csv"])
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(
        {
            "broken.xlsx": b"PK\x03\x04 this is no workbook",
            "empty.csv": b"",
            "headless.csv": "一,二\n三,四\n".encode(),
            "latin.csv": "编号,内容\n一,二\n".encode("gbk"),
        }[name]
    )
    with pytest.raises(Invalid):
        issues.find(path, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_twenty_peoples_matter_is_hotter_than_one_persons_twenty_messages() -> None:
    def asked(prefix: str, people: int) -> list[Report]:
        return [
            Report(
                f"{prefix}{n}", "文", START + timedelta(days=n), f"{prefix}{n % people}", support=2
            )
            for n in range(20)
        ]

    many, few = asked("many", 20), asked("few", 3)
    groups = [
        Group(at, tuple(one.id for one in part), (1.0,) * 20, (), "")
        for at, part in enumerate((few, many))
    ]
    first, second = issues.hottest([*many, *few], groups)
    assert (first.people, second.people) == (20, 3)
    assert first.heat > 1.5 * second.heat


@pytest.mark.slow
def test_two_issues_stand_out_in_real_messages() -> None:
    """What four teams agree on is of many people; names are not to stand here, so that it is told
    by its size: the two hottest have thirty people and more, no other has twenty."""
    hot = issues.evaluate(shared_file("messages", "hot_issues.xlsx"))["hottest"]
    people = [one["people"] for one in hot]
    assert min(people[:2]) >= 30
    assert max(people[2:]) < 20
