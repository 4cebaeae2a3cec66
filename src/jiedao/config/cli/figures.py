"""列出一个时期的全部数据 · Every figure of a period, computed from records."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from jiedao.config.cli.frame import TownCommand

if TYPE_CHECKING:
    from jiedao.engines.indicators.listing import FigureLine


@click.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao figures --period 2024H1\n"
    "  jiedao figures --period 2024-01..2024-05 --town demo --format jsonl > 数据.jsonl",
)
@click.option(
    "--period",
    required=True,
    help="时期：2024、2024H1、2024Q3、2024-05、2024-01..2024-05 The period.",
)
@click.option(
    "--town", "town_key", help="哪个街道（只有一个时可省） The town, if there are several."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True,
    help="给人看，或每行一个 JSON For people, or a JSON object a line.",
)  # fmt: skip
def command(period: str, town_key: str | None, form: str) -> None:
    """列出一个时期的全部数据。Prints every figure of a period.

    Computed ones with the number of records they were counted from, outside ones with their
    source, and the targets that were set.
    """
    from jiedao.config.cli.lookup import only_town
    from jiedao.engines.indicators.listing import figures
    from jiedao.engines.indicators.periods import Period
    from jiedao.engines.mirror import source

    town = only_town(town_key)
    asked = Period.parse(period)
    source.fresh(town.pk)
    lines = figures(town.pk, asked)
    (_as_jsonl if form == "jsonl" else _as_text)(lines)


def _as_jsonl(lines: Iterable["FigureLine"]) -> None:
    for line in lines:
        click.echo(json.dumps(line.as_json(), ensure_ascii=False, default=str))


def _as_text(lines: Iterable["FigureLine"]) -> None:
    for line in lines:
        value = "—" if line.value is None else f"{line.value:,.4f}".rstrip("0").rstrip(".")
        narrowed = "".join(f" [{name}={value}]" for name, value in line.filter.items())
        origin = line.source if line.external else f"{line.records:,} 条记录"
        told = f"{line.name}{narrowed}: {value} {line.unit}"
        click.echo(f"{told}  ({line.period} · {line.status} · {origin})")
