"""What the engine enters into the frame."""

from typing import Final

from django.urls import reverse

from jiedao.engines.cases.naming import FurtherVerb, further_verbs
from jiedao.engines.cases.pages.alike import Alike, alikes
from jiedao.engines.cases.pages.place_hints import PlaceHints, place_hints
from jiedao.engines.cases.pages.text_checks import TextCheck, text_checks
from jiedao.engines.cases.suggestions_slot import suggesters
from jiedao.engines.mining.actions import LEARNING, VERSION
from jiedao.engines.mining.at_desk import SUGGESTER
from jiedao.engines.mining.language_model import VERB
from jiedao.engines.mining.matters import frame as matters
from jiedao.engines.mining.pages import alike, machine, places, replies
from jiedao.engines.mining.pages.of_case import PANEL
from jiedao.engines.mining.reactions import DECIDED
from jiedao.engines.mining.rights import MANAGE, SEE
from jiedao.engines.mining.settings import GROUP, LANGUAGE
from jiedao.engines.mining.worker import STEPS
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.kernel import registry
from jiedao.kernel.declarations import NO_TITLE, NavigationEntry, Permission
from jiedao.kernel.titles import Title
from jiedao.web import slots

_TITLE = Title("智能归类", "Suggestions")
_VERBS = {
    "learned": Title("学出新的一版", "New version learned"),
    "put_in_use": Title("改用这一版", "Version put in use"),
    "learning_begun": Title("开始学习", "Learning begun"),
}

_CASES: Final = "cases.see"


def enter() -> None:
    """Called once, when the app is ready."""
    matters.enter()
    _enter_alike()
    suggesters.add(SUGGESTER, declared_by=__name__)
    registry.reactions.add(DECIDED, declared_by=__name__)
    registry.settings.add(GROUP, declared_by=__name__)
    registry.settings.add(LANGUAGE, declared_by=__name__)
    slots.record_panels.add(machine.PANEL, declared_by=__name__)
    further_verbs.add(
        FurtherVerb(VERB, Title("请大语言模型拟稿", "Asked the language model")),
        declared_by=__name__,
    )
    slots.record_panels.add(PANEL, declared_by=__name__)
    for step in STEPS:
        registry.steps.add(step, declared_by=__name__)
    for key, titles in (
        (SEE, Title("查看智能归类、一类事", "See suggestions and classes of matters")),
        (MANAGE, Title("管理智能归类", "Manage suggestions and versions")),
    ):
        registry.permissions.add(Permission(key, titles), declared_by=__name__)
    registry.navigation.add(_NAVIGATION, declared_by=__name__)
    for key in (VERSION, LEARNING):
        record_links.add(RecordLink(key, _TITLE, _url, _VERBS), declared_by=__name__)


_NAVIGATION = NavigationEntry("mining", _TITLE, "mining:overview", "bulb", SEE, 712, "数据底座")


def _url(record_id: int) -> str:  # noqa: ARG001
    return reverse("mining:overview")


def _enter_alike() -> None:
    text_checks.add(TextCheck("mining", replies.said), declared_by=__name__)
    place_hints.add(PlaceHints("mining", places.on_desk), declared_by=__name__)
    alikes.add(Alike("mining", alike.on_desk), declared_by=__name__)
    for panel in (
        slots.RecordPanel("mining.alike", "case", NO_TITLE, alike.beside, _CASES, order=20),
        slots.RecordPanel(
            "mining.solved", "case", Title("类似的已办结事件", "Similar cases that were solved"),
            alike.solved_beside, _CASES, order=60,
        ),
    ):  # fmt: skip
        slots.record_panels.add(panel, declared_by=__name__)
