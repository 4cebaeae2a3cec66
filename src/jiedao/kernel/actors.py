"""Who does something: a signed-in account, a resident, a machine, or the system itself."""

from dataclasses import dataclass

from jiedao.kernel.access import Reach
from jiedao.kernel.models import History


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of an action. Every action takes one as the keyword ``actor``.

    ``reach`` is what the actor may do; residents and machines have an empty one and are
    admitted by the actions made for them. ``covered_id`` is the absent colleague whose post
    is being covered, ``unit_id`` the unit the actor speaks for.
    """

    kind: str
    id: int | None = None
    name: str = ""
    reach: Reach | None = None
    unit_id: int | None = None
    covered_id: int | None = None

    @property
    def is_staff(self) -> bool:
        return self.kind == History.ActorKind.ACCOUNT

    @property
    def is_system(self) -> bool:
        return self.kind == History.ActorKind.SYSTEM


SYSTEM = Actor(kind=History.ActorKind.SYSTEM, name="系统")
RESIDENT = Actor(kind=History.ActorKind.RESIDENT, name="")


def machine(name: str) -> Actor:
    """The actor of a channel that delivers records by token."""
    return Actor(kind=History.ActorKind.MACHINE, name=name)
