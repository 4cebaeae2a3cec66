"""What the engine enters into the frame."""

from jiedao.engines.cases.pages.alike import Alike, alikes
from jiedao.engines.mining.pages import alike
from jiedao.kernel.declarations import NO_TITLE
from jiedao.kernel.titles import Title
from jiedao.web import slots

SEE = "cases.see"


def enter() -> None:
    """Called once, when the app is ready."""
    alikes.add(Alike("mining", alike.on_desk), declared_by=__name__)
    for panel in (
        slots.RecordPanel("mining.alike", "case", NO_TITLE, alike.beside, SEE, order=20),
        slots.RecordPanel(
            "mining.solved", "case", Title("类似的已办结事件", "Similar cases that were solved"),
            alike.solved_beside, SEE, order=60,
        ),
    ):  # fmt: skip
        slots.record_panels.add(panel, declared_by=__name__)
