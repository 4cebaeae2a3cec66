"""装入演示街道 · Load the demo town: a map, staff, a year of invented requests."""

from typing import TYPE_CHECKING

import click

from jiedao.config.cli.frame import TownCommand
from jiedao.config.cli.progress import Progress, telling

if TYPE_CHECKING:
    from jiedao.kernel.models import Town


@click.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao demo\n  jiedao demo --town big --scale 10 --seed 7 --year",
)
@click.option("--town", "key", default="demo", show_default=True, help="代号 The town's key.")
@click.option("--scale", default=1.0, show_default=True, help="规模 1 = 12,000 requests a year.")
@click.option("--seed", default=None, type=int, help="种子 The same seed, the same town.")
@click.option("--year", "pace", flag_value="year", help="当场补齐全年 Live the whole year at once.")
@click.option("--quick", "pace", flag_value="quick", help="只要最近六周 Only the last six weeks.")
@click.option("--no-sign-ins", is_flag=True, hidden=True, help="`jiedao up` lists them itself.")
def command(key: str, scale: float, seed: int | None, pace: str | None, no_sign_ins: bool) -> None:
    """装入一个虚构的街道：地图、人员、事项清单和最近六周的诉求；全年由后台补齐。

    Loads an invented sub-district: map, staff, catalogue and the last six weeks of requests;
    the worker completes the year in the background. Everything in it is marked as simulated.
    Run again, it goes on where it was broken off, and shows how far the year has come.
    """
    from jiedao.config.demo import loading, year
    from jiedao.kernel.models import Town

    town = Town.objects.filter(key=key).first() or _new_town(key, scale, seed)
    run = year.run_of(town)
    if run is None:
        raise click.ClickException(
            f"街道 {key} 不是演示街道；可用 --town 换一个代号。"
            f" The town {key} is no demo; choose another key with --town."
        )
    with Progress("各应用 Applications", 0) as progress:
        year.live_in_applications(town, run, progress.step, first=True)
    with Progress("最近六周 Recent weeks", run.recent) as progress:
        year.live_recent_weeks(town, run, progress.step)
    if pace == "year":
        with Progress("各应用全年 Applications, the year", 0) as progress:
            year.live_in_applications(town, run, progress.step, first=False)
        with Progress("全年 Year", run.before) as progress:
            year.live_before(town, run, progress.step)
    elif pace is None:
        year.enqueue(town, run)
    _tell(town.title, *year.progress(town, run))
    if no_sign_ins:
        return
    for username, title, name in loading.demo_accounts(town):
        click.echo(f"  {username:<12} {title}  {name}")
    click.echo(f"  密码 Password: {loading.DEMO_PASSWORD}")


def _new_town(key: str, scale: float, seed: int | None) -> "Town":
    """The town with everything that stands still in it, in one transaction."""
    from jiedao.config.demo import loading, year
    from jiedao.config.demo.generator import generate
    from jiedao.config.demo.settings import demo_settings
    from jiedao.kernel.transactions import durable

    settings = demo_settings(key)
    seed = settings.seed if seed is None else seed
    with telling() as say:
        tick = say("绘图 Drawing", 1)
        plan = generate(seed, settings)
        tick(1)
        with durable():
            town = loading.make_town(settings)
            loading.load(town, plan, say)
            year.begin(town, seed=seed, scale=scale)
    return town


def _tell(title: str, done: int, total: int) -> None:
    click.echo(f"“{title}”已装好。The demo town is ready.")
    if done < total:
        click.echo(
            f"全年诉求 {done:,}/{total:,}，其余由后台补齐。"
            f" The worker completes the year: {done:,} of {total:,}."
        )
