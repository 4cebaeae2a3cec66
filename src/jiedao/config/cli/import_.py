"""从 Excel、CSV、GeoJSON 导入 · Import from Excel, CSV or GeoJSON."""

import json
from pathlib import Path

import click

from jiedao.config.cli.frame import TownCommand
from jiedao.config.cli.progress import telling


@click.group(
    epilog="例 Example:  jiedao import requests orders.csv --map pingshan_orders --town ps"
)
def command() -> None:
    """导入诉求。Imports; each kind of record is a subcommand."""


@command.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao import requests orders.csv --map pingshan_orders --town ps"
    " --create-places\n  jiedao import requests 工单.xlsx --map 工单.toml --town demo --json",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
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
    result = summary(run)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    click.echo(
        "{rows} 行：新建 {created}，已有 {known}，未能导入 {rejected}。"
        " {rows} rows: {created} created, {known} known, {rejected} rejected.".format(**result)
    )
    if result["report"]:
        click.echo(f"未能导入的行 Rejected rows: {result['report']}")
