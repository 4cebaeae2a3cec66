"""登记一块指挥大屏 · Enter a wall of the command centre."""

import click

from jiedao.config.cli.frame import TownCommand


@click.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao wall 一楼大厅\n  jiedao wall 一楼大厅 --site https://jiedao.example.cn",
)
@click.argument("name")
@click.option(
    "--town", "town_key", help="街道代码 Key of the town (needed when there are several)."
)
@click.option("--site", default="", help="网站地址 Address of the site.")
def command(name: str, town_key: str | None, site: str) -> None:
    """登记放在 NAME 的大屏，给出它的地址：在那台电脑上打开一次即可。

    Prints the address that the browser of a wall opens once; it sees counts and the map, no
    personal data, and may do nothing. Ended like any token: jiedao token --list, --revoke.
    """
    from django.conf import settings
    from django.urls import reverse

    from jiedao.centre.walls import issue
    from jiedao.config.cli.lookup import only_town
    from jiedao.kernel.actors import SYSTEM

    path = reverse("centre:wall_enter", args=[issue(only_town(town_key).pk, name, actor=SYSTEM)])
    click.echo((site.rstrip("/") or f"http://127.0.0.1:{settings.PORT}") + path)
