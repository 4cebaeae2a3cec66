"""一步启动：建表、演示街道、网页和后台 · Start everything; with the demo town if there is none."""

import subprocess
import sys

import click

from jiedao.config.cli.frame import TownCommand


@click.command(
    cls=TownCommand,
    migrated=False,
    epilog="\b\n例 Example:\n  jiedao up\n  JIEDAO_PORT=9000 JIEDAO_HOME=~/jiedao jiedao up",
)
@click.option("--empty", is_flag=True, help="不装演示街道 Do not load the demo town.")
def command(empty: bool) -> None:
    """建表、（没有街道时）装入演示街道、启动网页和后台，直到 Ctrl-C。

    Makes the tables, loads the demo town if there is no town, starts web server and worker,
    prints addresses and sign-ins, and stops all on Ctrl-C. What `./run up` does after making
    the environment.
    """
    from jiedao.config.cli.migrate import prepare
    from jiedao.config.serving import programs
    from jiedao.config.serving.supervisor import Supervisor

    busy = programs.busy_port()
    if busy:
        raise click.ClickException(
            f"端口 {busy} 已被占用，可以换一个：JIEDAO_PORT={busy + 10} ./run up。"
            f" Port {busy} is taken; choose another: JIEDAO_PORT={busy + 10} ./run up"
        )
    prepare()
    if not empty and lacks_demo():
        # In a process of its own: what loading needs is given back when it is done.
        demo = [sys.executable, "-m", "jiedao.config.cli", "demo", "--no-sign-ins"]
        loaded = subprocess.run(demo, check=False)  # noqa: S603  our own command
        if loaded.returncode:
            sys.exit(loaded.returncode)
    programs.preload()
    children = [programs.web(), programs.live(), programs.worker()]
    sys.exit(Supervisor(children, when_ready=_greet, is_ready=programs.is_serving).run())


def lacks_demo() -> bool:
    """Whether there is no town at all, or the demo's loading was broken off."""
    from jiedao.config.demo.settings import DEMO, RUN_SETTING
    from jiedao.engines.cases.models import Request
    from jiedao.kernel.models import Town

    town = Town.objects.filter(key=DEMO).first()
    if town is None:
        return not Town.objects.exists()
    run = town.settings.get(RUN_SETTING)
    if not run or run["enqueued"]:
        return False
    recent: int = run["recent"]
    return Request.objects.filter(town=town).count() < recent


def _greet() -> None:
    from django.conf import settings

    site = f"http://127.0.0.1:{settings.PORT}"
    click.secho(f"\n  街道已启动  {site}", bold=True)
    click.echo(f"  居民页面 For residents {site}/\n  工作人员 For staff     {site}/sign-in/")
    _tell_sign_ins()
    click.echo(f"  接口 API   {site}/api/v1/openapi.json\n  数据 Data  {settings.HOME}")
    click.echo("  停止 Stop  Ctrl-C\n")


def _tell_sign_ins() -> None:
    from django.db import connections

    from jiedao.config.demo.loading import DEMO_PASSWORD, demo_accounts
    from jiedao.kernel.models import Town

    town = Town.objects.filter(simulated=True).order_by("id").first()
    if town is not None:
        for username, title, name in demo_accounts(town):
            click.echo(f"  登录 Sign in  {username:<12} {title}  {name}")
        click.echo(f"  密码 Password  {DEMO_PASSWORD}")
    # Nothing may be open when a child is forked again.
    connections.close_all()
