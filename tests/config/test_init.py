"""`jiedao init`: a town from answers or from a folder; all of it or nothing."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from jiedao.config.cli.frame import _jiedao
from jiedao.foundation.catalogue.models import Edition, Item
from jiedao.foundation.places.models import Area
from jiedao.foundation.sheets.writers import write_table
from jiedao.foundation.staff.models import Account, PasswordLink, Post, Role, Unit
from jiedao.kernel.models import History, Town

pytestmark = pytest.mark.django_db
UNITS = ["编码", "名称", "类别", "上级", "区域", "电话", "职责"]
STAFF = ["用户名", "姓名", "单位", "岗位角色", "职务"]


def init(*arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(_jiedao, ["init", *arguments], input=answers)


@pytest.fixture(autouse=True)
def _chinese_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example folder, as the command writes it."""
    result = init("--template", str(tmp_path / "资料"))
    assert result.exit_code == 0, result.output
    return tmp_path / "资料"


def nothing_is_there() -> bool:
    models = (Town, Area, Unit, Account, Role, Post, Edition, PasswordLink, History)
    return not any(model._default_manager.exists() for model in models)


def test_the_example_folder_makes_a_town(folder: Path, tmp_path: Path) -> None:
    links = tmp_path / "链接.xlsx"
    result = init(
        "--from", str(folder), "--key", "own", "--links", str(links), "--site", "https://a.cn/"
    )
    assert result.exit_code == 0, result.output
    town = Town.objects.get()
    assert (town.key, town.title, town.simulated) == ("own", "示例街道", False)
    assert town.settings["public_page"] is True
    assert town.settings["limits"]["inner"] == {"amount": 5, "unit": "workdays"}
    assert set(Area.objects.values_list("code", flat=True)) == {"JD", "SQ01", "WG0101", "LD010101"}
    community = Unit.objects.get(code="SQ01")
    assert community.parent is not None
    assert (community.parent.kind, community.parent.name) == ("leadership", "示例街道办事处")
    assert community.area is not None
    assert town.settings["fallback_unit"] == community.parent.code
    post = Post.objects.get()
    assert (post.account.name, post.unit, post.role.key) == ("张三", community, "handler")
    assert Item.objects.filter(town=town, name="占道经营").exists()
    sheet = openpyxl.load_workbook(links).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:2] == ("zhangsan", "张三")
    assert str(rows[1][2]).startswith("https://a.cn/")
    assert links.stat().st_mode & 0o077 == 0


def test_the_first_administrator_gets_a_link(folder: Path) -> None:
    result = init(
        "--from", str(folder), "--key", "own", "--admin", "wang", "--admin-name", "王主任"
    )
    assert result.exit_code == 0, result.output
    admin = Account.objects.get(is_superuser=True)
    assert (admin.username, admin.name) == ("wang", "王主任")
    assert not admin.has_usable_password()
    assert PasswordLink.objects.get().account == admin
    assert "http://127.0.0.1" in result.output.splitlines()[-1]


def test_step_by_step() -> None:
    result = init(answers="west\n西岭街道\n" + "\n" * 8)
    assert result.exit_code == 0, result.output
    town = Town.objects.get()
    assert (town.key, town.title) == ("west", "西岭街道")
    assert town.settings["auto_dispatch"] is True
    assert town.settings["office_hours"] == [["09:00", "12:00"], ["14:00", "18:00"]]
    assert Account.objects.get().username == "admin"
    assert Unit.objects.get().name == "西岭街道办事处"
    assert Role.objects.filter(key="dispatcher").exists()


def test_every_step_may_be_typed() -> None:
    answers = [
        "west", "西岭街道", "", "", "",
        "八点到五点", "08:30-12:00，13:30-17:30",
        "/none/map.geojson", "西岭社区、东港社区",
        "城管科，水务科",
        "chen", "chen 陈城管 文旅科 经办人", "chen 陈城管 城管科 皇帝", "chen 陈城管 城管科 经办人",
        "luo 罗社区 西岭社区 经办人、分拨员", "",
        "",
    ]  # fmt: skip
    result = init(answers="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    for told in (
        "办公时间读不懂", "没有文件 /none/map.geojson", "请写四项", "没有名为“文旅科”的单位",
        "没有岗位角色“皇帝”", "以后在“事项清单”里上传",
    ):  # fmt: skip
        assert told in result.output, told
    town = Town.objects.get()
    assert town.settings["office_hours"] == [["08:30", "12:00"], ["13:30", "17:30"]]
    communities = Area.objects.filter(level="community").order_by("code")
    assert [area.name for area in communities] == ["西岭社区", "东港社区"]
    assert {area.parent.name for area in communities} == {"西岭街道"}
    west = Unit.objects.get(name="西岭社区")
    assert (west.area, west.kind, west.parent.name) == (
        communities[0], "community", "西岭街道办事处"
    )  # fmt: skip
    assert Unit.objects.get(name="城管科").parent.name == "西岭街道办事处"
    roles = Post.objects.order_by("account__username", "role__name")
    assert [(post.account.name, post.unit.name, post.role.name) for post in roles] == [
        ("陈城管", "城管科", "经办人"),
        ("罗社区", "西岭社区", "分拨员"),
        ("罗社区", "西岭社区", "经办人"),
    ]


def test_each_step_takes_a_file(folder: Path) -> None:
    files = [str(folder / name) for name in ("areas.geojson", "units.xlsx", "staff.xlsx")]
    answers = ["own", "西岭街道", "", "", "", "", *files, str(folder / "catalogue.xlsx")]
    result = init(answers="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert Area.objects.filter(code="WG0101").exists()
    assert Post.objects.get().account.name == "张三"
    assert Item.objects.filter(name="占道经营").exists()


def test_a_typed_step_that_cannot_be_leaves_nothing() -> None:
    answers = ["own", "西岭街道", "", "", "", "", "", "城管科", "李四 李四 城管科 经办人", "", ""]
    result = init(answers="\n".join(answers) + "\n")
    assert result.exit_code == 1
    assert "所填的人员 第 1 行 “用户名”列：用户名用 2 至 60 个小写字母" in result.output
    assert nothing_is_there()


def test_what_takes_long_says_how_far_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SimpleNamespace(monotonic=iter(range(0, 1000, 3)).__next__)
    monkeypatch.setattr("jiedao.config.cli.progress.time", slow)
    result = init("--from", str(folder), "--key", "own")
    assert result.exit_code == 0, result.output
    assert "建立街道: 50%" in result.output
    assert "建立街道: 100%" in result.output


def test_faulty_tables_name_file_row_and_column(folder: Path) -> None:
    write_table(folder / "units.xlsx", UNITS, [
        ["A", "城管科", "科室", "", "", "", ""],
        ["B", "水务科", "科式", "", "", "", ""],
    ])  # fmt: skip
    write_table(folder / "staff.xlsx", STAFF, [["", "李四", "城管科", "经办人", ""]])
    result = init("--from", str(folder), "--key", "own")
    assert result.exit_code == 1
    assert "units.xlsx 第 3 行 “类别”列：没有“科式”这种机构类别" in result.output
    assert "staff.xlsx 第 2 行 “用户名”列：不能为空。" in result.output
    assert "有 2 处需要改正，没有建立任何内容。" in result.output
    assert nothing_is_there()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["A", "城管科", "科室", "无此科", "", "", ""], "“上级”列：没有代码为 无此科 的上级机构"),
        (["A", "城管科", "科室", "", "X9", "", ""], "“区域”列：没有代码为 X9 的区域"),
        (["SQ01", "城管科", "科室", "", "", "", ""], "“编码”列：机构代码 SQ01 已经有了"),
    ],
)
def test_units_that_do_not_fit_leave_nothing(folder: Path, row: list[str], told: str) -> None:
    write_table(folder / "units.xlsx", UNITS, [["SQ01", "社区", "社区", "", "", "", ""], row])
    result = init("--from", str(folder), "--key", "own")
    assert result.exit_code == 1
    assert f"units.xlsx 第 3 行 {told}" in result.output
    assert nothing_is_there()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["li", "李四", "无此科", "经办人", ""], "“单位”列：没有代码或名称为“无此科”的单位"),
        (["li", "李四", "示例社区", "皇帝", ""], "“岗位角色”列：没有岗位角色“皇帝”，可填：分拨员"),
        (["zhang", "李四", "", "", ""], "“姓名”列：用户名 zhang 在第 2 行是“张三”"),
        (["admin", "李四", "", "", ""], "“用户名”列：用户名 admin 已经有人用了"),
        (["李四", "李四", "", "", ""], "“用户名”列：用户名用 2 至 60 个小写字母"),
    ],
)
def test_staff_that_does_not_fit_leaves_nothing(folder: Path, row: list[str], told: str) -> None:
    first = ["zhang", "张三", "示例社区", "经办人、分拨员", ""]
    write_table(folder / "staff.xlsx", STAFF, [first, row])
    result = init("--from", str(folder), "--key", "own")
    assert result.exit_code == 1
    assert f"staff.xlsx 第 3 行 {told}" in result.output
    assert nothing_is_there()


def test_faults_in_english(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    write_table(folder / "staff.xlsx", STAFF, [["li", "李四", "无此科", "经办人", ""]])
    result = init("--from", str(folder), "--key", "own")
    assert "staff.xlsx row 2 column “单位”: There is no unit with the code or name" in result.output
    assert "1 to be corrected; nothing was made." in result.output


def test_a_faulty_map_leaves_nothing(folder: Path) -> None:
    path = folder / "areas.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["features"][2]["properties"]["级别"] = "大洲"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = init("--from", str(folder), "--key", "own")
    assert result.exit_code == 1
    assert "areas.geojson 示例社区第一网格（WG0101）：没有级别，或不认识级别“大洲”" in result.output
    assert nothing_is_there()


def test_a_faulty_catalogue_leaves_nothing(folder: Path) -> None:
    rows = [["01", "市容", "占道", "很久"]]
    write_table(folder / "catalogue.xlsx", ["编码", "一级", "二级", "处置时限"], rows)
    result = init("--from", str(folder), "--key", "own")
    assert result.exit_code == 1
    assert "catalogue.xlsx 第 2 行 “处置时限”列：" in result.output
    assert nothing_is_there()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = ", "不是有效的 TOML"),
        ("[settings]\ncolour = 1", "没有名为“colour”的设置"),
        ('[settings]\noffice_hours = [["9", "12"]]', "“office_hours”列：“9”不是时间"),
        ('[settings]\nlimits = { inner = "很久" }', "“limits.inner”列：“很久”不是能识别的时限"),
        ("[settings]\nwarn_share = 2", "“warn_share”列：须小于 1"),
        ('title = "甲"\n[settings]\nfallback_unit = "无"', "“fallback_unit”列：没有代码为“无”"),
    ],
)
def test_faulty_settings_are_told(folder: Path, text: str, told: str) -> None:
    (folder / "town.toml").write_text(text, encoding="utf-8")
    result = init("--from", str(folder), "--key", "own")
    assert result.exit_code == 1
    assert told in result.output
    assert nothing_is_there()


def test_a_key_that_is_taken_or_none_is_refused(folder: Path) -> None:
    assert init("--from", str(folder), "--key", "own").exit_code == 0
    assert "代号为 own 的街道已经有了" in init("--from", str(folder), "--key", "own").output
    assert "代号用小写字母" in init("--from", str(folder), "--key", "Öwn").output
    assert init("--from", str(folder)).exit_code == 2
    assert Town.objects.count() == 1


def test_links_need_a_free_place(folder: Path, tmp_path: Path) -> None:
    for place in (folder / "units.xlsx", tmp_path / "none" / "l.xlsx"):
        result = init("--from", str(folder), "--key", "own", "--links", str(place))
        assert result.exit_code == 1
        assert nothing_is_there()


def test_an_empty_folder_and_a_written_template_are_told(folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "空"
    empty.mkdir()
    assert (
        "里没有 areas.geojson" in init("--from", str(empty), "--key", "a", "--title", "甲").output
    )
    assert "已经有了，没有改动" in init("--template", str(folder)).output
    assert nothing_is_there()
