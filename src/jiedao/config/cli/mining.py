"""诉求归类、分拨、热点：在数据上测量，或预测文件 · Classify, route and group requests; measure it."""

import json
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click

from jiedao.config.cli.frame import TownCommand
from jiedao.kernel.errors import Invalid

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_ANY = click.Path(exists=True, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group(
    epilog="\b\n例 Example:\n  jiedao mining evaluate messages --data ../data --json"
    "\n  jiedao mining predict orders --train before.csv --test next.csv --out predicted.csv"
    "\n  jiedao mining issues messages.xlsx --out classes.csv",
)
def command() -> None:
    """在真实数据上测量归类、分拨、热点和答复检查，或对文件作预测。

    Measures what is suggested of requests on real data, or predicts for files. No database.
    """


@command.command(
    cls=TownCommand,
    migrated=False,
    epilog="\b\n例 Example:\n  jiedao mining evaluate messages --data ../data --json",
)
@click.argument("what", type=click.Choice(["messages", "orders", "issues", "replies"]))
@click.option(
    "--data", type=_ANY, required=True, help="数据文件夹或文件 The data's folder or file."
)
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON Print JSON alone.")
def evaluate(what: str, data: Path, as_json: bool) -> None:
    """在数据上测量，同时输出基线。Measures on data, with baselines beside."""
    measured = _measuring(what).evaluate(data)
    if as_json:
        click.echo(json.dumps(measured, ensure_ascii=False))
        return
    for name, value in measured.items():
        click.echo(f"{name}: {json.dumps(value, ensure_ascii=False)}")


@command.command(
    cls=TownCommand,
    migrated=False,
    epilog="\b\n例 Example:\n  jiedao mining predict orders --train before.csv --test next.csv --out predicted.csv",
)
@click.argument("what", type=click.Choice(["messages", "orders"]))
@click.option("--train", type=_FILE, required=True, help="有答案的文件 With labels.")
@click.option("--test", type=_FILE, required=True, help="没有答案的文件 Without labels.")
@click.option("--out", type=_OUT, required=True, help="输出的 CSV The CSV to write.")
def predict(what: str, train: Path, test: Path, out: Path) -> None:
    """从一个 CSV 学，给另一个的每行写出三个最可能的答案和概率。

    Learns from one CSV; writes the three likeliest answers with probabilities for each row of
    another: id,first,first_p,second,second_p,third,third_p.
    """
    _refuse_without_folder(out)
    predicted = _measuring(what).predict(train, test, out)
    click.echo(f"已写出 {predicted} 行。Wrote {predicted} rows.")


@command.command(cls=TownCommand, epilog="\b\n例 Example:\n  jiedao mining learn --town demo")
@click.option(
    "--town", "town_key", help="哪个街道（只有一个时可省） The town, if there are several."
)
def learn(town_key: str | None) -> None:
    """现在就从已确认的事件学习，不等夜里。Learns from confirmed cases now.

    Each task's new version is scored on the newest fifth of the cases, which it had not learned
    from, and put in use unless it is clearly worse than the one before.
    """
    from jiedao.config.cli.lookup import only_town
    from jiedao.engines.mining.learning import learn_town

    made = learn_town(only_town(town_key).pk)
    for version in made:
        scores = {name: value for name, value in version.scores.items() if name != "new_words"}
        click.echo(f"{version.task} {version.number}: {json.dumps(scores, ensure_ascii=False)}")
        if version.note:
            click.echo(f"  {version.note}")
    if not made:
        click.echo(
            "没有新的一版：确认过的事件不够，或与上次相同。"
            " No new version: too little is confirmed, or nothing new."
        )


@command.command(
    cls=TownCommand,
    migrated=False,
    epilog="\b\n例 Example:\n  jiedao mining issues messages.xlsx --out classes.csv",
)
@click.argument("file", type=_FILE)
@click.option("--out", type=_OUT, required=True, help="输出的 CSV The CSV to write.")
def issues(file: Path, out: Path) -> None:
    """从留言里找出热点（一类事），写出每条留言所属的类和热度。

    Finds hot classes of matters among messages; writes message id, class and heat.
    """
    _refuse_without_folder(out)
    found = _measuring("issues").find(file, out)
    click.echo(f"找到 {found} 类。Found {found} classes.")


def _refuse_without_folder(out: Path) -> None:
    """Said before minutes of learning, not after them."""
    if not out.absolute().parent.is_dir():
        raise Invalid(
            f"没有文件夹 {out.parent}，无法写出。 There is no folder {out.parent} to write to."
        )


def _measuring(what: str) -> ModuleType:
    """What measures it; scikit-learn comes with it, and only with it."""
    return import_module(f"jiedao.engines.mining.evaluating.{what}")
