"""给账号或渠道发接口令牌，或列出、停用 · Issue, list or end API tokens."""

from datetime import datetime

import click

from jiedao.config.cli.frame import TownCommand


@click.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao token liwei\n  jiedao token --channel 12345 --town demo"
    "\n  jiedao token --list\n  jiedao token --revoke 7",
)
@click.argument("user", required=False)
@click.option(
    "--channel",
    default="",
    help="送件渠道，如 12345、district_platform Channel of a delivering machine.",
)
@click.option(
    "--town", "town_key", help="街道代码 Key of the town (needed when there are several)."
)
@click.option("--name", default="", help="备注 What the token is for.")
@click.option("--days", type=click.IntRange(1, 3650), help="有效天数 Days until it expires.")
@click.option("--list", "listing", is_flag=True, help="列出有效的令牌 Show those that are good.")
@click.option(
    "--revoke", type=int, metavar="N", help="停用第 N 号令牌 End the token of that number."
)
def command(
    user: str | None,
    channel: str,
    town_key: str | None,
    name: str,
    days: int | None,
    listing: bool,
    revoke: int | None,
) -> None:
    """给账号（USER）或渠道（--channel）发一个接口令牌；令牌只显示这一次。

    Issues a bearer token, shown this once, for the account USER or for a machine that delivers
    requests, such as the city's 12345 platform (--channel; 12345 is short for
    hotline_12345). A channel's token is not rate-limited as the public page is.
    """
    chosen = [bool(user), bool(channel), listing, revoke is not None]
    if sum(chosen) != 1:
        raise click.UsageError(
            "请给出账号、--channel、--list 或 --revoke，只取其一。"
            "Give USER, --channel, --list or --revoke, one of them."
        )
    if listing:
        _list()
    elif revoke is not None:
        _end(revoke)
    else:
        _issue(user or "", channel, town_key, name, days)


def _issue(user: str, channel: str, town_key: str | None, name: str, days: int | None) -> None:
    from jiedao.config.cli.lookup import account_named, only_town
    from jiedao.engines.cases.channels import known_channel
    from jiedao.foundation.staff.tokens import issue
    from jiedao.kernel.actors import SYSTEM

    account = account_named(user) if user else None
    town_id = account.town_id if account and account.town_id else only_town(town_key).pk
    channel = known_channel(channel) if channel else ""
    click.echo(issue(town_id, actor=SYSTEM, account=account, channel=channel, name=name, days=days))


def _list() -> None:
    """Numbers, whose they are and until when; the tokens themselves are kept nowhere."""
    from jiedao.foundation.staff.models import Token
    from jiedao.kernel import clock

    rows = Token.objects.filter(revoked_at=None).select_related("account", "town").order_by("id")
    good = [row for row in rows if row.expires_at is None or row.expires_at > clock.now()]
    if not good:
        click.echo("没有有效的令牌。There are no tokens.")
    for row in good:
        ends = _day(row.expires_at, "不限期 without end")
        used = _day(row.last_used_at, "未用过 never used")
        whose = row.account.username if row.account else row.channel
        click.echo("\t".join([str(row.pk), row.town.key, whose, row.name, ends, used]))


def _day(moment: datetime | None, never: str) -> str:
    from jiedao.kernel import clock

    return f"{moment.astimezone(clock.TOWN_ZONE):%Y-%m-%d}" if moment else never


def _end(number: int) -> None:
    from jiedao.foundation.staff.models import Token
    from jiedao.foundation.staff.tokens import revoke
    from jiedao.kernel.actors import SYSTEM

    token = Token.objects.filter(pk=number, revoked_at=None).first()
    if token is None:
        raise click.ClickException(
            f"没有第 {number} 号有效令牌，可用 --list 查看。There is no token {number}: see --list."
        )
    revoke(token, actor=SYSTEM)
    click.echo(f"已停用第 {number} 号令牌。Token {number} is ended.")
