"""What the engine enters into the frame."""

from jiedao.engines.mining.matters import frame as matters
from jiedao.engines.mining.rights import SEE
from jiedao.kernel import registry
from jiedao.kernel.declarations import Permission
from jiedao.kernel.titles import Title


def enter() -> None:
    """Called once, when the app is ready."""
    registry.permissions.add(
        Permission(SEE, Title("查看智能归类", "See suggestions and versions")), declared_by=__name__
    )
    matters.enter()
