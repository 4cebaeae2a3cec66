"""What classes of matters enter into the frame."""

from django.urls import reverse

from jiedao.engines.mining.matters.layers import LAYERS
from jiedao.engines.mining.matters.pages.cells import url_of
from jiedao.engines.mining.matters.panels import PANELS
from jiedao.engines.mining.matters.settings import GROUP
from jiedao.engines.mining.matters.words import KIND, ONE, TITLE, VERBS
from jiedao.engines.mining.matters.worker import STEPS
from jiedao.engines.mining.models import MatterClass
from jiedao.engines.mining.rights import EDIT, SEE
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.kernel import registry
from jiedao.kernel.declarations import NavigationEntry, Permission
from jiedao.kernel.titles import Title

_EDIT = Title("办理一类事", "Work on classes of matters")


def enter() -> None:
    """Called by the engine's own ``enter``."""
    registry.permissions.add(Permission(EDIT, _EDIT), declared_by=__name__)
    registry.settings.add(GROUP, declared_by=__name__)
    registry.navigation.add(
        NavigationEntry("mining.matters", TITLE, "mining:matters", "stack-2", SEE, 6),
        declared_by=__name__,
    )
    record_links.add(RecordLink(KIND, ONE, _url, VERBS, (MatterClass, "title")))
    for step in STEPS:
        registry.steps.add(step, declared_by=__name__)
    for panel in PANELS:
        registry.panels.add(panel, declared_by=__name__)
    for layer in LAYERS:
        registry.layers.add(layer, declared_by=__name__)


def _url(record_id: int) -> str:
    number = MatterClass.objects.filter(pk=record_id).values_list("number", flat=True).first()
    return url_of(number) if number else reverse("mining:matters")
