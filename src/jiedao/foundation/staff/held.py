"""The posts that an account holds or covers at this moment, with what their roles give.

Asked once for every request that anybody makes, so the statement is kept ready: building it anew
took longer than all the rest of knowing who is asking.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

_STATEMENT = """
    SELECT post.id, post.account_id, unit.id, unit.area_id, role.scope, role.permissions, role.kinds
    FROM staff_post post
    JOIN staff_unit unit ON unit.id = post.unit_id
    JOIN staff_role role ON role.id = post.role_id
    WHERE unit.town_id = %(town)s
      AND (post.account_id = %(account)s OR post.id IN (
            SELECT cover.post_id FROM staff_cover cover
            WHERE cover.account_id = %(account)s
              AND cover.starts_at <= %(moment)s AND cover.ends_at > %(moment)s))
      AND post.valid_from <= %(today)s AND (post.valid_to IS NULL OR post.valid_to >= %(today)s)
      AND unit.valid_from <= %(today)s AND (unit.valid_to IS NULL OR unit.valid_to >= %(today)s)
    ORDER BY post.id
"""


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post in a unit that exists today; ``own`` is false for one that is covered."""

    own: bool
    account_id: int
    """Who holds it: of a covered one the absent colleague."""
    unit_id: int
    area_id: int | None
    scope: str
    permissions: frozenset[str]
    kinds: frozenset[str]


def posts_held(account_id: int, town_id: int, moment: datetime, today: date) -> list[HeldPost]:
    """Own posts first, each in the order in which they were given."""
    given = {
        "town": town_id,
        "account": account_id,
        "moment": connection.ops.adapt_datetimefield_value(moment),
        "today": connection.ops.adapt_datefield_value(today),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, given)
        posts = [_post(row, account_id) for row in cursor.fetchall()]
    return sorted(posts, key=lambda post: not post.own)


def _post(row: tuple[int, int, int, int | None, str, str, str], account_id: int) -> HeldPost:
    _id, holder, unit_id, area_id, scope, permissions, kinds = row
    return HeldPost(
        own=holder == account_id,
        account_id=holder,
        unit_id=unit_id,
        area_id=area_id,
        scope=scope,
        permissions=frozenset(json.loads(permissions)),
        kinds=frozenset(json.loads(kinds)),
    )
