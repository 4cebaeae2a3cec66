"""生成设置密码的链接 · Make a link by which somebody sets a password."""

import click

from jiedao.config.cli.frame import TownCommand


@click.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao link liwei\n  jiedao link liwei --site https://jiedao.example.cn",
)
@click.argument("user")
@click.option(
    "--hours",
    default=72,
    show_default=True,
    type=click.IntRange(1, 24 * 30),
    help="有效小时数 Hours until it expires.",
)
@click.option("--site", default="", help="网站地址 Address of the site.")
def command(user: str, hours: int, site: str) -> None:
    """为账号 USER 生成一次性的设置密码链接；之前的链接随即失效。

    Makes a one-time link by which the owner of the account USER sets a password; earlier links
    end. This is also how the first administrator, or one who forgot the password, gets in.
    """
    from django.conf import settings

    from jiedao.config.cli.lookup import account_named
    from jiedao.foundation.staff.actions.passwords import password_link
    from jiedao.kernel.actors import SYSTEM

    path = password_link(account_named(user), actor=SYSTEM, hours=hours)
    click.echo((site.rstrip("/") or f"http://127.0.0.1:{settings.PORT}") + path)
