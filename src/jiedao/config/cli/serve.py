"""启动网页、接口与实时服务 · Serve pages, API and live events."""

import sys

import click

from jiedao.config.cli.frame import TownCommand


@click.command(
    cls=TownCommand,
    epilog="例 Example:  JIEDAO_PORT=8000 jiedao serve --with-worker",
)
@click.option("--with-worker", is_flag=True, help="同时运行后台进程 Run the worker as well.")
def command(with_worker: bool) -> None:
    """在 JIEDAO_PORT（默认 8000）提供网页和接口，在下一个端口提供实时消息。

    Serves pages and API on JIEDAO_PORT (8000) and live events on the port after it, until
    Ctrl-C or SIGTERM.
    """
    from jiedao.config.serving import programs
    from jiedao.config.serving.supervisor import Supervisor
    from jiedao.config.static import gather

    busy = programs.busy_port()
    if busy:
        raise click.ClickException(f"端口 {busy} 已被占用。Port {busy} is taken.")
    gather()
    programs.preload()
    children = [programs.web(), programs.live()]
    if with_worker:
        children.append(programs.worker())
    sys.exit(Supervisor(children, is_ready=programs.is_serving).run())
