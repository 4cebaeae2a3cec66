"""运行后台进程：到期处理、通知、长任务 · Run the worker."""

import click

from jiedao.config.cli.frame import TownCommand


@click.command(cls=TownCommand, epilog="例 Example:  jiedao worker")
@click.option("--once", is_flag=True, help="做完眼前的就退出 Do what is due, then leave.")
def command(once: bool) -> None:
    """到期升级、挂账恢复、提醒、通知和长任务，直到 Ctrl-C 或 SIGTERM；可以同时运行几个。

    Escalates, resumes, reminds, delivers and runs long jobs until Ctrl-C or SIGTERM. Several
    may run at once.
    """
    from jiedao.config.worker import Worker

    worker = Worker()
    if once:
        worker.run_once()
    else:
        worker.run()
