"""装入演示街道 · Load the demo town: a map, staff, a year of invented requests."""

import click

from jiedao.config.cli.frame import TownCommand
from jiedao.config.cli.progress import Progress, telling


@click.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao demo\n  jiedao demo --town big --scale 10 --seed 7",
)
@click.option("--town", "key", default="demo", show_default=True, help="代号 The town's key.")
@click.option("--scale", default=1.0, show_default=True, help="规模 1 = 12,000 requests a year.")
@click.option("--seed", default=2026, show_default=True, help="种子 The same seed, the same town.")
@click.option("--now", "whole", is_flag=True, help="当场跑完全年 Live the whole year at once.")
def command(key: str, scale: float, seed: int, whole: bool) -> None:
    """装入一个虚构的街道：地图、人员、事项目录和最近六周的诉求；全年由后台补齐。

    Loads an invented sub-district: map, staff, catalogue and the last six weeks of requests;
    the worker completes the year in the background. Everything in it is marked as simulated.
    """
    from jiedao.config.demo import loading, year
    from jiedao.config.demo.generator import generate
    from jiedao.kernel import clock
    from jiedao.kernel.models import Town

    if Town.objects.filter(key=key).exists():
        raise click.ClickException(
            f"街道 {key} 已经有了；可用 --town 换一个代号。"
            f" The town {key} is there already; choose another key with --town."
        )
    end = clock.now()
    with telling() as say:
        tick = say("绘图 Drawing", 1)
        plan = generate(seed)
        tick(1)
        town = loading.make_town(key, dict(plan.settings))
        loading.load(town, plan, say)
    with Progress("诉求 Requests", int(year.RECENT_REQUESTS * scale)) as progress:
        year.live_recent_weeks(town.pk, seed=seed, end=end, scale=scale, tick=progress.step)
    rest = (town.pk, seed, end.isoformat(), scale)
    if whole:
        year.live_the_year.call(*rest)
    else:
        year.live_the_year.enqueue(*rest)
    click.echo("演示街道已装好。The demo town is ready.")
    for username, title, name in loading.demo_accounts(town):
        click.echo(f"  {username:<12} {title}  {name}")
    click.echo(f"  密码 Password: {loading.DEMO_PASSWORD}")
