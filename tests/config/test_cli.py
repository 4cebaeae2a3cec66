"""The command line: found by folder, helped by example, refusing in sentences."""

import ast
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from jiedao.config.cli import frame, up
from jiedao.config.cli.frame import Commands, TownCommand, _jiedao
from jiedao.config.demo.settings import RUN_SETTING
from jiedao.foundation.staff import tokens
from jiedao.kernel import clock
from jiedao.kernel.models import Heartbeat, Town
from tests.cast import SmallTown

COMMANDS = Commands().list_commands(click.Context(_jiedao))


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(_jiedao, list(arguments))
    return result.exit_code, result.output


def test_the_list_is_cheap() -> None:
    """Asking for help imports neither Django nor anything a command needs."""
    program = (
        "import sys; from click.testing import CliRunner; from jiedao.config.cli.frame import _jiedao;"
        "r = CliRunner().invoke(_jiedao, ['--help']); assert r.exit_code == 0, r.output;"
        "sys.exit('django' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_every_command_is_listed_with_a_line() -> None:
    code, text = run("--help")
    assert code == 0
    assert {
        "backup",
        "check",
        "link",
        "migrate",
        "restore",
        "serve",
        "token",
        "up",
        "worker",
    } <= set(COMMANDS)
    for name in COMMANDS:
        assert f"  {name} " in text


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(name: str) -> None:
    code, text = run(name, "--help")
    assert code == 0
    assert "例 Example" in text
    assert f"jiedao {name}" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_within_a_group_has_help_with_an_example(name: str) -> None:
    command = _jiedao.get_command(click.Context(_jiedao), name)
    for inner in getattr(command, "commands", ()):
        code, text = run(name, inner, "--help")
        assert code == 0
        assert f"jiedao {name} {inner}" in text.partition("例 Example")[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_speaks_both_languages(name: str) -> None:
    line = frame._first_line(frame._file(name))
    assert "·" in line
    assert line.endswith(".")


def test_no_command_file_imports_models_at_once() -> None:
    folder = Path(frame.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            module = node.module if isinstance(node, ast.ImportFrom) else ""
            assert not (module or "").startswith("django"), path.name
            assert not (module or "").endswith("models"), path.name


def test_an_unknown_command_is_told() -> None:
    code, text = run("dance")
    assert code == 2
    assert "No such command" in text


@pytest.mark.django_db
def test_a_refusal_is_a_sentence_not_a_traceback(town: SmallTown) -> None:
    code, text = run("token", "wuming")
    assert code == 1
    assert text.startswith("Error: 没有账号“wuming”")


@pytest.mark.django_db
def test_missing_tables_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiedao.config.health.is_migrated", lambda: False)
    code, text = run("token", "--channel", "12345")
    assert code == 1
    assert "jiedao migrate" in text


@pytest.mark.django_db
def test_token_of_an_account(town: SmallTown) -> None:
    code, text = run("token", town.dispatcher.username)
    assert code == 0
    token = tokens.resolve(text.strip())
    assert token is not None
    assert token.account == town.dispatcher


@pytest.mark.django_db
def test_token_of_a_channel(town: SmallTown) -> None:
    code, text = run("token", "--channel", "12345", "--town", town.town.key)
    assert code == 0
    token = tokens.resolve(text.strip())
    assert token is not None
    assert (token.channel, token.town_id) == ("hotline_12345", town.town.pk)


@pytest.mark.django_db
def test_a_token_that_got_out_is_ended(town: SmallTown) -> None:
    secret = run("token", "--channel", "12345", "--town", town.town.key, "--name", "热线")[
        1
    ].strip()
    token = tokens.resolve(secret)
    assert token is not None
    code, listed = run("token", "--list")
    assert code == 0
    assert listed.split("\t")[:4] == [str(token.pk), town.town.key, "hotline_12345", "热线"]
    assert secret not in listed
    assert run("token", "--revoke", str(token.pk))[0] == 0
    assert tokens.resolve(secret) is None
    assert run("token", "--list")[1].startswith("没有有效的令牌")
    code, text = run("token", "--revoke", str(token.pk))
    assert code == 1
    assert "--list" in text


@pytest.mark.django_db
def test_an_unknown_channel_is_refused_and_the_known_ones_are_named(town: SmallTown) -> None:
    code, text = run("token", "--channel", "fax", "--town", town.town.key)
    assert code == 1
    assert "fax" in text
    assert "hotline_12345" in text
    assert "district_platform" in text


@pytest.mark.django_db
def test_token_wants_one_of_both(town: SmallTown) -> None:
    assert run("token")[0] == 2
    assert run("token", town.dispatcher.username, "--channel", "x")[0] == 2


@pytest.mark.django_db
def test_several_towns_must_be_told_apart(town: SmallTown) -> None:
    code, text = run("token", "--channel", "12345")
    assert code == 1
    assert "--town" in text
    assert town.town.key in text


@pytest.mark.django_db
def test_link_sets_a_password(town: SmallTown) -> None:
    code, text = run("link", town.handler.username, "--site", "https://jd.example.cn/")
    assert code == 0
    assert text.startswith("https://jd.example.cn/")


@pytest.mark.django_db
def test_check_says_what_is_wrong(town: SmallTown) -> None:
    Heartbeat.objects.all().delete()
    code, text = run("check")
    assert "从未运行" in text
    assert town.town.key in text
    assert code == (1 if "✗" in text else 0)


@pytest.mark.django_db
def test_up_loads_the_demo_where_nothing_is_and_where_loading_broke_off() -> None:
    assert up.lacks_demo()
    Town.objects.create(key="own", title="我的街道", created_at=clock.now())
    assert not up.lacks_demo(), "somebody's own town is enough"
    run = {RUN_SETTING: {"recent": 5, "enqueued": False}}
    demo = Town.objects.create(key="demo", title="演示", settings=run, created_at=clock.now())
    assert up.lacks_demo()
    demo.settings = {RUN_SETTING: {"recent": 5, "enqueued": True}}
    demo.save()
    assert not up.lacks_demo()


def test_a_command_must_be_a_town_command_to_touch_data() -> None:
    for name in COMMANDS:
        command = _jiedao.get_command(click.Context(_jiedao), name)
        assert isinstance(command, TownCommand | click.Group), name


def test_a_start_does_not_wait_for_what_only_files_need() -> None:
    """Excel and pictures are read where they come; importing them takes tenths of a second."""
    program = (
        "import sys, django; django.setup(); from jiedao.config.serving import programs;"
        "programs.preload(); sys.exit(bool({'openpyxl', 'PIL', 'docx'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_where_to_write_is_asked_before_anything_is_learned(tmp_path: Path) -> None:
    known, asked = tmp_path / "known.csv", tmp_path / "asked.csv"
    known.write_text("text,label\n路灯不亮,灯\n井盖破损,盖\n", encoding="utf-8")
    asked.write_text("id,text\n1,路灯坏了\n", encoding="utf-8")
    told = ("mining", "predict", "messages", "--train", str(known), "--test", str(asked), "--out")
    code, text = run(*told, str(tmp_path / "nowhere" / "out.csv"))
    assert code != 0
    assert "没有文件夹" in text
    code, text = run(*told, str(tmp_path / "out.csv"))
    assert code == 0, text
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("id,first")
