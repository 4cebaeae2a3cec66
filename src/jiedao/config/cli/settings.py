"""查看和修改街道设置 · Show and change a town's settings."""

import json
from typing import TYPE_CHECKING, Any

import click

from jiedao.config.cli.frame import TownCommand

if TYPE_CHECKING:
    from jiedao.kernel.choices import Setting
    from jiedao.kernel.models import Town


@click.command(
    cls=TownCommand,
    epilog="\b\n例 Example:\n  jiedao settings demo\n  jiedao settings demo limits.inner '5 个工作日'\n"
    "  jiedao settings demo public_page off\n  jiedao settings demo warn_share --default",
)
@click.argument("town_key", metavar="TOWN")
@click.argument("key", default="")
@click.argument("value", required=False)
@click.option("--default", "back", is_flag=True, help="恢复默认 Back to the default.")
def command(town_key: str, key: str, value: str | None, back: bool) -> None:
    """列出街道 TOWN 的设置；给出 KEY 只看一项，再给出 VALUE 则修改它。

    Lists what holds in TOWN, shows one setting, or changes it; the pages of the same settings are
    under "Town settings". Every change is kept on record.
    """
    from jiedao.foundation.town.actions import change_settings
    from jiedao.kernel.actors import SYSTEM
    from jiedao.kernel.choices import every_setting
    from jiedao.kernel.errors import Invalid
    from jiedao.kernel.towns import town_by_key

    town = town_by_key(town_key)
    known = every_setting()
    if key and key not in known:
        raise click.UsageError(
            f"没有名为“{key}”的设置，jiedao settings {town_key} 列出全部。 There is no setting {key!r}."
        )
    if value is not None or (back and key):
        try:
            change_settings(town.pk, {key: None if back else _read(value or "")}, actor=SYSTEM)
        except Invalid as refusal:
            raise click.ClickException(refusal.errors.get(key, refusal.sentence)) from refusal
        town.refresh_from_db()
    shown = [known[key]] if key else list(known.values())
    for line in _lines(shown, town):
        click.echo(line)


def _read(text: str) -> Any:
    """Lists and tables are written as JSON; everything else as it stands."""
    if text[:1] not in ("[", "{"):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise click.UsageError(f"不是有效的 JSON。Not JSON: {error}") from error


def _lines(settings: "list[Setting]", town: "Town") -> list[str]:
    """Name, value, title; a star where the town says it itself."""
    from jiedao.foundation.town.wording import value_text

    width = max(len(one.name) for one in settings)
    lines = []
    for one in settings:
        own = "*" if one.held(town.settings) is not None else " "
        # A value of several lines stays in its own: a setting, a line.
        text = "；".join(value_text(one, town.pk, one.of(town.settings)).splitlines()) or "-"
        lines.append(f"{own} {one.name:<{width}}  {text}  ({one.title})")
    return lines
