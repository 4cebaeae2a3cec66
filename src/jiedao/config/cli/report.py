"""读、写工作报告 · Read and write work reports."""

import json
from pathlib import Path

import click

from jiedao.config.cli.frame import TownCommand
from jiedao.config.cli.report_write import write

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(
    epilog="\b\n例 Example:\n  jiedao report read 2024年工作总结.docx > read.jsonl"
    "\n  jiedao report write --period 2024 --out 总结.docx",
)
def command() -> None:
    """读出工作报告里的数字和承诺，按记录写出工作报告。Reads and writes work reports."""


command.add_command(write)


@command.command(
    cls=TownCommand,
    migrated=False,
    epilog="\b\n例 Example:\n  jiedao report read 2024年工作总结.docx > read.jsonl"
    "\n  jiedao report read report.txt --format jsonl",
)
@click.argument("file", type=_FILE)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "json"]),
    default="jsonl",
    help="每行一个，或合为一个数组 An object a line, or all in one array.",
)
def read(file: Path, form: str) -> None:
    """读一份报告（txt、docx、html），每行输出一个数字或一项承诺。

    Reads a report (txt, docx, html); prints a JSON line for each figure and each commitment.
    Leaves with 1 when the file cannot be read, or breaks off in mid-sentence.
    """
    from jiedao.engines.reports import reading

    text = reading.load(file)
    lines = list(reading.read(text).lines())
    for each in [lines] if form == "json" else lines:
        click.echo(json.dumps(each, ensure_ascii=False))
    if reading.is_cut_off(text):
        raise click.ClickException(
            f"“{file.name}”在半句话处中断，后面可能缺失；读到的已经输出。"
            f" {file.name!r} breaks off in mid-sentence: the rest may be missing."
        )
