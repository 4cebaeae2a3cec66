"""Walls: a screen in a hall that nobody is signed in at.

Each has a token of its own, which opens nothing but the wall's pages and can be ended like any
other. What it may see is counted for the whole town and names no private person: a panel says for
itself whether a wall may show it (``Panel.on_wall``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from jiedao.centre.layouts import COLUMNS, MAP, Placed, panels_for
from jiedao.centre.rights import SEE
from jiedao.foundation.staff import tokens
from jiedao.foundation.staff.models import Token
from jiedao.kernel import registry, towns
from jiedao.kernel.access import Grant, Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Panel, SettingGroup
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

CHANNEL: Final = "wall"
PERMISSIONS: Final = frozenset({SEE, "cases.see", "records.see", "indicators.see", "duty.see"})
SECONDS: Final = 30
ROWS: Final = 12
"""Rows of a wall's page; it never scrolls."""
_KEY: Final = "wall"
_DAYS: Final = 365


class WallPage(BaseModel, extra="forbid"):
    """One of the pages that take turns: which panels, in reading order; ``map`` is the map."""

    panels: list[Annotated[str, Field(max_length=80)]] = Field(min_length=1, max_length=12)


class WallSettings(BaseModel):
    wall_seconds: int = Field(
        SECONDS, ge=5, le=3600, title="大屏翻页", description="每一页停留的秒数。",
        json_schema_extra={"unit": "秒"},
    )  # fmt: skip
    wall_pages: list[WallPage] = Field(
        [], title="大屏页面", description="每页显示哪些内容；留空时自动编排。",
        json_schema_extra={"form": False},
    )  # fmt: skip


SETTINGS: Final = SettingGroup("wall", Title("指挥大屏", "Command wall"), WallSettings, 85)


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall that may look."""

    token: Token

    @property
    def reach(self) -> Reach:
        """Reads counts of the whole town; belongs to nobody and may write nothing."""
        return Reach(self.token.town_id, 0, (Grant(PERMISSIONS, "town"),))


def issue(town_id: int, name: str, *, actor: Actor) -> str:
    """The token of a new wall, said once; Forbidden without the right to change settings."""
    if not name.strip():
        raise Invalid(_("请写明这块大屏在哪里，例如“一楼大厅”。"), field="name", code="no_name")
    return tokens.issue(town_id, actor=actor, channel=CHANNEL, name=name.strip()[:80], days=_DAYS)


def enter(session: SessionBase, secret: str) -> Wall | None:
    """Let the browser of a wall in; None for a token that is none, or no longer good."""
    token = tokens.resolve(secret)
    if token is None or token.channel != CHANNEL:
        return None
    session[_KEY] = secret
    session.set_expiry(_DAYS * 86_400)
    return Wall(token)


def wall_of(session: SessionBase) -> Wall | None:
    """The wall whose browser this is, while its token is good."""
    secret = session.get(_KEY)
    token = tokens.resolve(secret) if isinstance(secret, str) else None
    return Wall(token) if token is not None else None


def walls(town_id: int) -> list[Token]:
    """The walls of a town that were not ended."""
    return list(
        Token.objects.filter(town_id=town_id, channel=CHANNEL, revoked_at=None).order_by("pk")
    )


def panels_on_wall(reach: Reach) -> list[Panel]:
    """What a wall may show."""
    return [panel for panel in panels_for(reach) if panel.on_wall]


def pages(reach: Reach) -> list[list[Placed]]:
    """The pages that take turns: those of the town's settings, else all panels in their order
    around the map."""
    known = {panel.key: panel for panel in panels_on_wall(reach)}
    told = [
        [key for key in page.get("panels", []) if key in known or key == MAP]
        for page in towns.setting(reach.town_id, "wall_pages", [])
    ]
    chosen = [keys for keys in told if keys] or _by_themselves(list(known.values()))
    return [_placed(keys) for keys in chosen]


_BESIDE_MAP: Final = 6
_WITHOUT_MAP: Final = 8


def _by_themselves(panels: Sequence[Panel]) -> list[list[str]]:
    keys = [panel.key for panel in panels if panel.shown]
    found = [[MAP, *keys[:_BESIDE_MAP]]]
    rest = keys[_BESIDE_MAP:]
    found += [rest[n : n + _WITHOUT_MAP] for n in range(0, len(rest), _WITHOUT_MAP)]
    return found


def _placed(keys: Sequence[str]) -> list[Placed]:
    """Without the map: columns of two; with it: half the panels on either side."""
    others = [key for key in keys if key != MAP]
    if MAP not in keys:
        across = max(1, min(4, -(-len(others) // 2)))
        return _columns(others, [n * COLUMNS // across for n in range(across)], COLUMNS // across)
    if not others:
        return [Placed(key=MAP, x=0, y=0, w=COLUMNS, h=ROWS)]
    return [Placed(key=MAP, x=3, y=0, w=6, h=ROWS), *_columns(others, [0, 9], 3)]


def _columns(keys: Sequence[str], begins: Sequence[int], width: int) -> list[Placed]:
    """Panels dealt out to columns, each as high as it asks to be beside the others of its own."""
    found = []
    for place, begin in enumerate(begins):
        mine = keys[place :: len(begins)]
        heights = [registry.panels.get(key).height for key in mine]
        for n, key in enumerate(mine):
            top = ROWS * sum(heights[:n]) // sum(heights)
            bottom = ROWS * sum(heights[: n + 1]) // sum(heights)
            found.append(Placed(key=key, x=begin, y=top, w=width, h=max(1, bottom - top)))
    return found
