"""从 Excel、CSV、GeoJSON 导入 · Import from Excel, CSV or GeoJSON."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from jiedao.config.cli.frame import TownCommand
from jiedao.config.cli.progress import telling

_COUNTS = (
    "{rows} 行：新建 {created}，已有 {known}，未能导入 {rejected}。"
    " {rows} rows: {created} created, {known} known, {rejected} rejected."
)
_CHANGED = "其中更新 {changed}。 {changed} of the known records were changed."
_HELD = (
    "有 {faulty} 行不对，所以一行也没有导入；改好后再导入，或加 --partial 只导入正确的行。"
    " {faulty} rows are wrong, so none was loaded: correct them, or load the others by --partial."
)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Imports(click.Group):
    """``requests`` (and other ready commands), and any kind of record as a command."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return super().get_command(ctx, name) or _records_command(name)


@click.group(
    cls=Imports,
    epilog="\b\n例 Example:\n  jiedao import requests orders.csv --map pingshan_orders --town ps"
    "\n  jiedao import heritage_tree 古树.xlsx --town demo",
)
def command() -> None:
    """导入诉求和各类台账。Imports requests, and records of every KIND (heritage_tree …)."""


@command.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao import requests orders.csv --map pingshan_orders --town ps"
    " --create-places\n  jiedao import requests 工单.xlsx --map 工单.toml --town demo --json",
)
@click.argument("file", type=_FILE)
@click.option("--map", "map_name", required=True, help="对照表 A ready map's name, or a MAP.toml.")
@click.option("--town", "town_key", required=True, help="哪个街道 The town's key.")
@click.option(
    "--create-places",
    is_flag=True,
    help="新建没有的街道、区域、单位和事项 Make the town, areas, units and items not known yet.",
)
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON The last line is JSON.")
def requests(file: Path, map_name: str, town_key: str, create_places: bool, as_json: bool) -> None:
    """导入诉求（工单、留言）。Imports requests from Excel or CSV (.csv.gz as it is).

    A second import of the same rows creates nothing; an interrupted one continues. Rows that
    are refused stand in an Excel report with row, column, value and a sentence.
    """
    from jiedao.engines.cases.importing import import_requests, read_map
    from jiedao.foundation.datasets.runs import summary
    from jiedao.kernel.actors import SYSTEM
    from jiedao.kernel.towns import find_or_add_town, town_by_key

    mapping = read_map(map_name)
    town = find_or_add_town(town_key) if create_places else town_by_key(town_key)
    with telling() as say:
        run = import_requests(
            town.pk, file, mapping, create_places=create_places, say=say, actor=SYSTEM
        )
    _say(summary(run), as_json)


def _records_command(kind: str) -> click.Command:
    """The command that imports records of a kind; which kinds there are is known when it runs."""

    def run(file: Path, town_key: str, partial: bool, update: bool, as_json: bool) -> None:
        from jiedao.foundation.records.files import import_records, summary
        from jiedao.foundation.records.schema import schema_of
        from jiedao.kernel.actors import SYSTEM
        from jiedao.kernel.towns import town_by_key

        title = str(schema_of(kind).kind.titles)
        town_id = town_by_key(town_key).pk
        with telling() as say:
            tell = _reaching(say, title)
            done = import_records(
                town_id, kind, file, partial=partial, update=update, progress=tell, actor=SYSTEM
            )
        _say(summary(done), as_json)

    return TownCommand(
        kind,
        callback=run,
        params=[
            click.Argument(["file"], type=_FILE),
            click.Option(["--town", "town_key"], required=True, help="哪个街道 The town's key."),
            click.Option(
                ["--partial"], is_flag=True,
                help="有错的行留下，其余照样导入 Load the sound rows of a file with faults.",
            ),
            click.Option(
                ["--update"], is_flag=True,
                help="已有的记录按文件更新 Change known records to what the file says.",
            ),
            click.Option(
                ["--json", "as_json"], is_flag=True, help="最后一行输出 JSON The last line is JSON."
            ),
        ],
        help=f"导入“{kind}”台账。Imports records of the kind {kind} from Excel or CSV.",
        epilog=f"例 Example:  jiedao import {kind} file.xlsx --town demo --json",
    )  # fmt: skip


def _reaching(
    say: Callable[[str, int], Callable[[int], None]], title: str
) -> Callable[[int, int], None]:
    """What is told how far one is, for a progress that is told how much more it is."""
    tick: Callable[[int], None] | None = None
    before = 0

    def tell(done: int, total: int) -> None:
        nonlocal tick, before
        if tick is None:
            tick = say(title, total)
        tick(done - before)
        before = done

    return tell


def _say(result: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    click.echo(_COUNTS.format(**result))
    if result.get("changed"):
        click.echo(_CHANGED.format(**result))
    if result.get("held"):
        click.echo(_HELD.format(**result))
    if result["report"]:
        click.echo(f"未能导入的行 Rejected rows: {result['report']}")
