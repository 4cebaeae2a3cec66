"""给账号或渠道发接口令牌 · Issue an API token for an account or a channel."""

import click

from jiedao.config.cli.frame import TownCommand


@click.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao token liwei\n  jiedao token --channel 12345 --town demo",
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
def command(
    user: str | None, channel: str, town_key: str | None, name: str, days: int | None
) -> None:
    """给账号（USER）或渠道（--channel）发一个接口令牌；令牌只显示这一次。

    Issues a bearer token, shown this once, for the account USER or for a machine that delivers
    requests, such as the city's 12345 platform (--channel; 12345 is short for
    hotline_12345). A channel's token is not rate-limited as the public page is.
    """
    from jiedao.config.cli.lookup import account_named, only_town
    from jiedao.engines.cases.channels import known_channel
    from jiedao.foundation.staff.tokens import issue
    from jiedao.kernel.actors import SYSTEM

    if bool(user) == bool(channel):
        raise click.UsageError(
            "请给出账号或 --channel，二者取一。Give USER or --channel, one of them."
        )
    account = account_named(user) if user else None
    town_id = account.town_id if account and account.town_id else only_town(town_key).pk
    channel = known_channel(channel) if channel else ""
    click.echo(issue(town_id, actor=SYSTEM, account=account, channel=channel, name=name, days=days))
