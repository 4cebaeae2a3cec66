"""新建一个应用的文件夹 · Write the folder of a new application."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from jiedao.config.cli.frame import TownCommand

if TYPE_CHECKING:
    from jiedao.config.scaffold.wishes import Asked

T = TypeVar("T")


@click.command(
    "new-application",
    cls=TownCommand,
    migrated=False,
    epilog="\b\n例 Example:\n  jiedao new-application street_benches\n"
    "  jiedao new-application street_benches --title 街道座椅 --title-en 'Street benches'\n"
    "    --family register --attribute material:材质:Material:木=Wood/石=Stone\n"
    "    --attribute seats:座位数:Seats:integer",
)
@click.argument("name")
@click.option("--title", default="", help="中文名称 Chinese title.")
@click.option("--title-en", default="", help="英文名称 English title.")
@click.option("--family", default="", help="记录的族 The family of its records [register].")
@click.option("--kind", default="", help="记录的代号 Key of its kind of record [NAME].")
@click.option(
    "--attribute",
    "attributes",
    multiple=True,
    help="字段 name:中文:English:type; a choice: grade:等级:Grade:一级=First/二级=Second.",
)
@click.option(
    "--path",
    type=click.Path(file_okay=False, path_type=Path),
    help="应用所在的文件夹 The folder of applications [this copy's].",
)
def command(
    name: str,
    title: str,
    title_en: str,
    family: str,
    kind: str,
    attributes: tuple[str, ...],
    path: Path | None,
) -> None:
    """写出一个应用的文件夹：登记册、走访、项目、活动或服务，含第一批字段；缺的逐项询问。

    Writes a folder that starts at once: list, board, form, API, Excel, map and search of one kind
    of record. What the options do not say is asked for; nothing that is there is touched.
    """
    from jiedao.config.scaffold import founding
    from jiedao.config.scaffold.wishes import Wish, read_attribute, read_title

    folder = path or founding.place_of()
    kind = kind or name
    founding.refuse_taken(name, kind, folder)
    asked = not title
    title = title or click.prompt("中文名称 Chinese title")
    title_en = title_en or click.prompt("英文名称 English title")
    family = _family(family, asked=asked)
    fields = [read_attribute(text) for text in attributes] or (_ask_fields() if asked else [])
    wish = Wish(
        name,
        read_title(title, title_en),
        family,
        kind,
        founding.free_prefix(kind),
        founding.icon_of(family),
        tuple(fields),
    )
    for file in founding.write(wish, folder):
        click.echo(f"  {file}")
    _tell(wish.kind, wish.name)


def _family(given: str, *, asked: bool) -> str:
    from jiedao.config.scaffold.founding import offered_families

    offered = offered_families()
    if not given and asked:
        for key, titles in offered.items():
            click.echo(f"  {key:<10} {titles.zh} {titles.en}")
        given = click.prompt("记录的族 Family", default="register", type=click.Choice([*offered]))
    given = given or "register"
    if given not in offered:
        raise click.BadParameter(
            f"没有“{given}”这一族，可用：{'、'.join(offered)}。"
            f" There is no family {given!r}: {', '.join(offered)}.",
            param_hint="--family",
        )
    return given


def _ask_fields() -> "list[Asked]":
    """One attribute a line, until an empty one."""
    from jiedao.config.scaffold.wishes import SORTS, read_attribute

    click.echo("字段，每行一个，回车结束 Attributes, one a line, Enter ends:")
    click.echo("  name:中文:English:type    grade:等级:Grade:一级=First/二级=Second")
    click.echo("  " + " · ".join(f"{sort} {words}" for sort, words in SORTS.items()))
    found: list[Asked] = []
    while (field := _ask("  字段 Attribute", read_attribute)) is not None:
        found.append(field)
    return found


def _ask(title: str, read: Callable[[str], T]) -> T | None:
    """Ask until the answer can be read; None for an empty one."""
    from jiedao.kernel.errors import Refused

    def value(text: str) -> T | None:
        try:
            return read(text.strip()) if text.strip() else None
        except Refused as refusal:
            raise click.BadParameter(str(refusal)) from refusal

    answer: T | None = click.prompt(title, default="", show_default=False, value_proc=value)
    return answer


def _tell(kind: str, application: str) -> None:
    click.echo(
        "重新启动后可用 After a restart:\n"
        f"  网页 Pages   /r/{kind}/\n"
        f"  接口 API     /api/v1/records/{kind}\n"
        f"  导入 Import  jiedao import {kind} 文件.xlsx --town TOWN\n"
        f'  测试 Tests   pytest tests/conformance -k "{kind} or {application}"\n'
        "下一步 Next: docs/adding-an-application.md"
    )
