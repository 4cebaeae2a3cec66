"""Asking panels: each for itself, so that one that fails says so and the rest lives."""

import hashlib
import logging
import time
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Panel
from jiedao.kernel.errors import Refused
from jiedao.web import panels as content

logger = logging.getLogger(__name__)
SLOW_SECONDS: Final = 0.5
"""A panel that took longer is asked alone, so that no other waits for it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A panel's inside as HTML, or the sentence why it has none."""

    html: str = ""
    fault: str = ""
    slow: bool = False

    @property
    def tag(self) -> str:
        """Another text whenever the answer is another."""
        return hashlib.sha256((self.html + self.fault).encode()).hexdigest()[:16]

    def payload(self) -> dict[str, object]:
        """What the page is told."""
        said = {"fault": self.fault} if self.fault else {"html": self.html}
        return {**said, "tag": self.tag, "slow": self.slow}


def ask(panel: Panel, reach: Reach, request: HttpRequest) -> Answer:
    """The panel as this reader may see it; whatever goes wrong in it becomes a sentence."""
    begun = time.monotonic()
    try:
        html = content.render(panel.query(reach), request)
    except Refused as refused:
        return Answer(fault=str(refused))
    except Exception:  # an application's fault must not take the screen with it
        logger.exception("centre: the panel %s failed", panel.key)
        return Answer(fault=_("这一块暂时算不出来，已记入系统日志；其他内容不受影响。"))
    return Answer(html, slow=time.monotonic() - begun > SLOW_SECONDS)
