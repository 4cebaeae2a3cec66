"""How commands are found, set up and ended."""

import ast
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

_FOLDER = Path(__file__).parent
_NOT_COMMANDS = {"__init__", "__main__", "frame", "lookup", "progress", "report_write"}


class TownCommand(click.Command):
    """A command that works on the data: starts Django first, says refusals as sentences.

    ``epilog`` should show an example. ``migrated=False`` is for commands that run before the
    tables exist.
    """

    def __init__(self, *args: Any, migrated: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._migrated = migrated

    def invoke(self, ctx: click.Context) -> Any:
        set_up()
        from django.core.exceptions import ImproperlyConfigured
        from django.db import OperationalError

        from jiedao.kernel.errors import Refused

        try:
            if self._migrated:
                _refuse_unmigrated()
            return super().invoke(ctx)
        except (Refused, ImproperlyConfigured) as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except OperationalError as error:
            raise click.ClickException(
                f"数据库没有应答。The database does not answer: {error}"
            ) from error


class Commands(click.Group):
    """The files of this folder."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        names = {path.stem for path in _FOLDER.glob("*.py")} - _NOT_COMMANDS
        return sorted(name.rstrip("_").replace("_", "-") for name in names)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{__package__}.{_file(name).stem}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, _first_line(_file(name))) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def set_up() -> None:
    """Start Django, and speak the language of the terminal."""
    import django
    from django.utils import translation

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedao.config.settings")
    django.setup()
    translation.activate(_language())


def _language() -> str:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "en" if spoken.startswith("en") else "zh-hans"


def _refuse_unmigrated() -> None:
    from jiedao.config.health import is_migrated

    if not is_migrated():
        raise click.ClickException(
            "数据库还没有建立或不是最新版本，请先运行 jiedao migrate。"
            " The tables are missing or old: run `jiedao migrate` first."
        )


def _file(name: str) -> Path:
    name = name.replace("-", "_")
    plain = _FOLDER / f"{name}.py"
    return plain if plain.exists() else _FOLDER / f"{name}_.py"


def _first_line(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]


@click.group(
    cls=Commands,
    epilog="例 Example:  jiedao token --channel 12345 --town demo   ·   jiedao COMMAND --help",
)
@click.version_option(package_name="jiedao")
def _jiedao() -> None:
    """街道：一个街道办事处的操作系统。The operating system of a sub-district office."""


def main() -> None:
    """The entry point ``jiedao``."""
    _jiedao(prog_name="jiedao", args=sys.argv[1:])
