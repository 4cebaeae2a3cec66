"""A town replayed never stands beside real records: neither may be made where the other is."""

from django.utils.translation import gettext as _

from jiedao.kernel.errors import Conflict
from jiedao.kernel.models import Town


def refuse_unless_empty() -> None:
    """Conflict where the instance has a town already: only an empty one may be replayed in."""
    other = Town.objects.order_by("id").first()
    if other is not None:
        raise Conflict(
            _("这里已经有“%(town)s”。重放只能在空的系统里进行，请另建一个数据库。")
            % {"town": other.title},
            code="not_empty",
        )
