"""建立自己的街道 · Make one's own town, step by step or from a folder of files."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jiedao.config.cli.frame import TownCommand
from jiedao.config.cli.progress import telling

if TYPE_CHECKING:
    from jiedao.config.founding.faults import FaultyFolder
    from jiedao.config.founding.making import Founded
    from jiedao.config.founding.sources import Sources
    from jiedao.config.founding.wishes import Wishes

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_MOST_SHOWN = 100


@click.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao init\n  jiedao init --template 资料\n"
    "  jiedao init --from 资料 --key yunwan --title 云湾街道 --links 链接.xlsx",
)
@click.option("--from", "folder", type=_FOLDER, help="资料文件夹 Folder of Excel and GeoJSON.")
@click.option(
    "--template",
    type=click.Path(file_okay=False, path_type=Path),
    help="只写出示例文件夹 Only write an example folder.",
)
@click.option("--key", default="", help="代号 The town's key.")
@click.option("--title", default="", help="名称 Its name.")
@click.option("--title-en", default="", help="英文名 Its English name.")
@click.option("--admin", default="", help="总管理员用户名 First administrator [admin].")
@click.option("--admin-name", default="", help="总管理员姓名 His or her name.")
@click.option("--accept", multiple=True, help="地图上可放过的问题 Problem to let pass, as gap.")
@click.option(
    "--links",
    type=click.Path(dir_okay=False, path_type=Path),
    help="把人员的密码链接写入 Excel Write the staff's password links.",
)
@click.option("--site", default="", help="网站地址 Address of the site.")
def command(
    folder: Path | None,
    template: Path | None,
    accept: tuple[str, ...],
    links: Path | None,
    site: str,
    **answers: str,
) -> None:
    """建立自己的街道：逐项回答，或用 --from 从文件夹读入区域、单位、人员和事项清单。

    Makes a town: step by step (office hours, areas, units, staff, catalogue; Enter skips a step,
    and it says where that is done later), or --from a folder with areas.geojson, units.xlsx,
    staff.xlsx, catalogue.xlsx and town.toml, each of which may be missing. All of it is made or
    nothing; every fault is told with file, row and column.
    """
    from jiedao.config.founding import making
    from jiedao.config.founding.faults import FaultyFolder

    if template is not None:
        _write_template(template)
        return
    _refuse_place(links)
    wishes, sources = _ask(answers) if folder is None else _of_folder(answers, folder)
    try:
        with telling() as say:
            founded = making.found(
                wishes, sources, accept=accept, with_links=links is not None, say=say
            )
    except FaultyFolder as refusal:
        _tell_faults(refusal)
        raise
    _tell(founded, site or _site(), links)


def _tell_faults(refusal: "FaultyFolder") -> None:
    for fault in refusal.faults[:_MOST_SHOWN]:
        click.echo(f"  ✗ {fault}", err=True)


def _refuse_place(links: Path | None) -> None:
    """Found out before the town is made: its links are shown only once."""
    if links is not None and links.exists():
        raise click.ClickException(f"文件 {links} 已经有了。The file {links} is there already.")
    if links is not None and not links.absolute().parent.is_dir():
        raise click.ClickException(f"没有文件夹 {links.parent}。There is no such folder.")


def _write_template(folder: Path) -> None:
    from jiedao.config.founding.template import write_folder

    for path in write_folder(folder):
        click.echo(f"  {path}")
    click.echo(f"填好后运行 Fill in, then run:  jiedao init --from {folder} --key KEY --title 名称")


def _of_folder(answers: dict[str, str], folder: Path) -> tuple["Wishes", "Sources"]:
    """What the options and the files of a folder say."""
    from jiedao.config.founding.faults import FaultyFolder
    from jiedao.config.founding.sources import Sources

    try:
        return _wishes(answers, folder), Sources.of(folder)
    except FaultyFolder as refusal:
        _tell_faults(refusal)
        raise


def _ask(answers: dict[str, str]) -> tuple["Wishes", "Sources"]:
    """Ask for what the options did not say; Enter takes what stands in brackets, or skips."""
    from dataclasses import replace

    from jiedao.config.founding import asking

    asked = {
        "key": answers["key"] or click.prompt("代号（小写字母、数字）Key", default="jiedao"),
        "title": answers["title"] or click.prompt("街道名称 Name"),
        "admin": answers["admin"]
        or click.prompt("总管理员用户名 First administrator's user name", default="admin"),
    }
    asked["admin_name"] = answers["admin_name"] or click.prompt("姓名 Name", default="管理员")
    folder = click.prompt(
        "资料文件夹（回车则逐项回答）Folder of files (Enter: step by step)",
        default="",
        show_default=False,
        type=str,
    )
    if folder:
        path = Path(folder).expanduser()
        if not path.is_dir():
            raise click.ClickException(f"没有文件夹 {path}。There is no folder {path}.")
        return _of_folder(answers | asked, path)
    wishes = _wishes(answers | asked, None)
    hours = asking.ask_hours()
    if hours:
        wishes = replace(wishes, settings={**wishes.settings, "office_hours": hours})
    return wishes, asking.ask_sources()


def _wishes(answers: dict[str, str], folder: Path | None) -> "Wishes":
    """Options before ``town.toml`` before defaults."""
    from jiedao.config.founding.wishes import TownFile, Wishes, read_town

    file = read_town(folder) if folder else TownFile()
    title = answers["title"] or file.title
    if not answers["key"] or not title:
        raise click.UsageError(
            "请给出 --key 和 --title（或在 town.toml 里写 title）。"
            " Give --key and --title (or a title in town.toml)."
        )
    return Wishes(
        key=answers["key"],
        title=title,
        title_en=answers["title_en"] or file.title_en,
        admin=answers["admin"] or "admin",
        admin_name=answers["admin_name"] or "管理员",
        settings=file.settings,
    )


def _site() -> str:
    from django.conf import settings

    return f"http://127.0.0.1:{settings.PORT}"


def _tell(founded: "Founded", site: str, links: Path | None) -> None:
    from jiedao.config.founding.links import write_links

    for remark in founded.remarks[:_MOST_SHOWN]:
        click.echo(f"  ! {remark}", err=True)
    click.echo(f"{founded.town.title} 已建好。The town is ready: {founded.town.key}")
    click.echo(
        f"  区域 Areas {founded.areas} · 单位 Units {founded.units} ·"
        f" 人员 Staff {len(founded.staff)} · 事项 Items {founded.items}"
    )
    if links is not None:
        count = write_links(links, founded, site)
        click.echo(f"  人员的密码链接 Password links of the staff: {links} ({count})")
    click.echo(
        f"  总管理员 {founded.admin.username} 设置密码（一次有效）Set the password, once:\n"
        f"  {site.rstrip('/')}{founded.admin_link}"
    )
