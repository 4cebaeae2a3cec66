"""写工作总结 · Write a work report: the subcommand ``jiedao report write``."""

from pathlib import Path

import click

from jiedao.config.cli.frame import TownCommand

_SUFFIXES = ("docx", "html", "txt")


@click.command(
    "write",
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao report write --period 2024 --out 总结.docx"
    "\n  jiedao report write --period 2024H1 --town demo --out 总结.html",
)
@click.option("--period", required=True, help="时期：2024、2024H1、2024-01..2024-05 The period.")
@click.option(
    "--out", "out", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="写到哪个文件（.docx、.html、.txt） The file; its suffix says the format.",
)  # fmt: skip
@click.option(
    "--town", "town_key", help="哪个街道（只有一个时可省） The town, if there are several."
)
@click.option(
    "--root", default="http://127.0.0.1:8000", show_default=True,
    help="网页里的数字链接到哪个网址 Where the links of an HTML file lead.",
)  # fmt: skip
def write(period: str, out: Path, town_key: str | None, root: str) -> None:
    """按记录写出工作总结初稿。Writes the first draft of a work report from the records.

    The draft is written to the file alone; the page 工作总结 keeps one to go on with.
    """
    from jiedao.config.cli.lookup import only_town
    from jiedao.engines.reports.periods import asked as period_of
    from jiedao.engines.reports.periods import under_way
    from jiedao.engines.reports.writing import outputs
    from jiedao.engines.reports.writing.addresses import records_url
    from jiedao.engines.reports.writing.book import Book, refreshed
    from jiedao.engines.reports.writing.composing import compose
    from jiedao.engines.reports.writing.document import tokens

    form = out.suffix.removeprefix(".").lower()
    if form not in _SUFFIXES:
        raise click.ClickException(
            "文件名须以 .docx、.html 或 .txt 结尾。 The file must end in .docx, .html or .txt."
        )
    if not out.absolute().parent.is_dir():
        raise click.ClickException(f"没有文件夹 {out.parent}。 There is no folder {out.parent}.")
    town, asked = only_town(town_key), period_of(period)
    refreshed(town.pk)
    book = Book(town.pk)
    document = compose(book, asked)
    if form == "docx":
        out.write_bytes(outputs.as_docx(document, book))
        _warn_of_fonts()
    elif form == "html":
        text = outputs.as_html(
            document, book, lambda figure: root.rstrip("/") + records_url(town.pk, figure)
        )
        out.write_text(text, encoding="utf-8")
    else:
        out.write_text(outputs.as_text(document, book), encoding="utf-8")
    count = len(set(tokens(document.blocks)))
    if warning := under_way(asked):
        click.echo(warning, err=True)
    click.echo(f"{out}：{count} 个数据，都有记录可查。 {count} figures, each with its records.")


def _warn_of_fonts() -> None:
    from jiedao.engines.reports.writing.fonts import lacking

    if names := "、".join(face.name for face in lacking()):
        click.echo(
            f"本机没有安装公文字体：{names}；文件仍按标准标注，打开它的电脑上要有。"
            " These faces are not installed here; the file names them all the same.",
            err=True,
        )
