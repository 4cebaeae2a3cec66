"""Asking panels: each for itself, so that one that fails says so and the rest lives.

An answer is shared for some seconds by all of one reach and language, ready to be sent. A panel that
takes long is asked by one request at a time, and less often the longer it takes, so that it holds
up nobody but itself.
"""

import hashlib
import json
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiedao.kernel import sharing
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Panel
from jiedao.kernel.errors import Refused
from jiedao.web import panels as content

logger = logging.getLogger(__name__)
KEPT_SECONDS: Final = 1.5
"""For who asks for no particular change: in a storm, and once a minute."""
SLOW_SECONDS: Final = 0.5
"""A panel that took longer is asked alone, so that no other waits for it."""
WAIT_SECONDS: Final = 2.0
"""How long a request waits for what another is working out. A panel that takes longer itself is
asked by one request of a process at a time, and rests."""
_REST: Final = 20
"""It rests so many times as long as it took."""
_slow = Lock()


@dataclass(frozen=True)
class Answer:
    """A panel's inside as HTML, or the sentence why it has none.

    ``again``: it is being worked out, and may be asked for in some seconds.
    """

    html: str = ""
    fault: str = ""
    took: float = 0.0
    again: bool = False

    @property
    def slow(self) -> bool:
        """Whether it is to be asked for alone."""
        return self.took > SLOW_SECONDS

    @cached_property
    def tag(self) -> str:
        """Another text whenever the answer is another."""
        return hashlib.sha256((self.html + self.fault).encode()).hexdigest()[:16]

    @cached_property
    def json(self) -> str:
        """What the page is told, written out once for all readers."""
        said = {"fault": self.fault} if self.fault else {"html": self.html}
        told = {**said, "tag": self.tag, "slow": self.slow, "again": self.again}
        return json.dumps(told, ensure_ascii=False)


def ask(panel: Panel, reach: Reach) -> Answer:
    """The panel as this reach may see it; whatever goes wrong in it becomes a sentence."""
    # Nobody in particular asks, and so no answer can be somebody's own.
    who = reach if panel.personal else replace(reach, account_id=0)
    place = sharing.place((panel.key, get_language(), who))
    last: Answer | None = place.last
    if last is not None and last.took > WAIT_SECONDS:
        return _rested(panel, who, place, last)
    moment = sharing.oldest(KEPT_SECONDS)
    found: Answer | None = place.since(moment)
    if found is not None:
        return found
    if not place.lock.acquire(timeout=WAIT_SECONDS):
        return last or _unfinished()
    try:
        return place.since(moment) or _asked(panel, who, place)
    finally:
        place.lock.release()


def together(answers: Iterable[tuple[str, Answer]]) -> bytes:
    """What a page is told of several panels: a JSON object by their keys."""
    return f"{{{','.join(f'{json.dumps(key)}:{one.json}' for key, one in answers)}}}".encode()


def _rested(panel: Panel, reach: Reach, place: sharing.Place, last: Answer) -> Answer:
    """A slow panel's answer: the last one, unless it has rested and no slow one is being asked."""
    found: Answer | None = place.since(time.monotonic() - _REST * last.took)
    if found is not None or not _slow.acquire(blocking=False):
        return last
    try:
        return _asked(panel, reach, place)
    finally:
        _slow.release()


def _asked(panel: Panel, reach: Reach, place: sharing.Place) -> Answer:
    begun = time.monotonic()
    html, fault = "", ""
    try:
        html = content.render(panel.query(reach))
    except Refused as refused:
        fault = str(refused)
    except Exception:  # an application's fault must not take the screen with it
        logger.exception("centre: the panel %s failed", panel.key)
        fault = _("这一块暂时算不出来，已记入系统日志；其他内容不受影响。")
    found = Answer(html, fault, time.monotonic() - begun)
    place.keep(begun, found)
    return found


def _unfinished() -> Answer:
    return Answer(fault=_("这一块还在计算，算好后自动显示。"), took=WAIT_SECONDS, again=True)
