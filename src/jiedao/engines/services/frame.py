"""What the engine enters: its family."""

from jiedao.engines.services.family import SERVICES
from jiedao.foundation.records.families import families


def enter() -> None:
    """Called once, when the app is ready."""
    families.add(SERVICES, declared_by=__name__)
