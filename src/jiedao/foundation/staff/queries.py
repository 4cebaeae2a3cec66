"""Reads with joins: posts, covers, people of a unit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from jiedao.foundation.staff.models import Account, Cover, Post, Role
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock

ABOUT_FOR = timedelta(minutes=30)
"""Whoever has used the system in this time is at work."""


def valid_posts(day: date | None = None) -> QuerySet[Post]:
    """Posts that are held on a day (today), in the order of units, roles and names."""
    day = day or clock.today()
    return (
        Post.objects.filter(valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .select_related("account", "unit", "role")
        .order_by("unit__code", "role__key", "account__name", "id")
    )


def own_posts(account: Account) -> list[Post]:
    """The posts an account holds today."""
    return list(valid_posts().filter(account=account))


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A cover that runs or will: whose post, who covers, until when, whether I may end it."""

    cover: Cover
    mine: bool


def covers_of(account: Account) -> list[CoverLine]:
    """Covers not over yet, of the account's posts and by the account."""
    rows = (
        Cover.objects.filter(ends_at__gt=clock.now())
        .filter(Q(post__account=account) | Q(account=account))
        .select_related("post__unit", "post__role", "post__account", "account")
        .order_by("starts_at", "id")
    )
    return [CoverLine(cover, cover.post.account_id == account.pk) for cover in rows]


def running_covers(post_ids: Sequence[int]) -> dict[int, Cover]:
    """Post → the cover that runs now."""
    moment = clock.now()
    rows = Cover.objects.filter(post_id__in=post_ids, starts_at__lte=moment, ends_at__gt=moment)
    return {cover.post_id: cover for cover in rows.select_related("account").order_by("id")}


def covering_names(account: Account) -> list[str]:
    """Whose work the account does at this moment."""
    moment = clock.now()
    rows = Cover.objects.filter(account=account, starts_at__lte=moment, ends_at__gt=moment)
    return list(rows.order_by("id").values_list("post__account__name", flat=True))


def people_for_choice(town_id: int, but: int | None = None) -> list[tuple[int, str, str]]:
    """(id, name, unit) of everybody in use, for a select: a person once, with his first unit."""
    units: dict[int, str] = {}
    for account_id, unit in (
        valid_posts().filter(unit__town_id=town_id).values_list("account_id", "unit__name")
    ):
        units.setdefault(account_id, unit)
    rows = Account.objects.filter(town_id=town_id, is_active=True).exclude(pk=but or 0)
    return [
        (pk, name, units.get(pk, ""))
        for pk, name in rows.order_by("name", "id").values_list("pk", "name")
    ]


def units_holding(town_id: int, permission: str, account_id: int | None = None) -> list[int]:
    """The units whose business something is: where somebody holds the permission town-wide.

    With an account: the units in which that person holds it, town-wide or not.
    """
    roles = Role.objects.filter(town_id=town_id)
    posts = valid_posts().filter(unit__town_id=town_id)
    if account_id is None:
        roles = roles.filter(scope=Role.Scope.TOWN)
    else:
        posts = posts.filter(account_id=account_id)
    fitting = [role.pk for role in roles if permission in role.permissions]
    rows = posts.filter(role_id__in=fitting).order_by("unit_id")
    return list(rows.values_list("unit_id", flat=True).distinct())


def accounts_holding(town_id: int, permission: str) -> set[int]:
    """The accounts in use that hold a permission today: by a post of their own, or by covering one."""
    roles = Role.objects.filter(town_id=town_id)
    fitting = [role.pk for role in roles if permission in role.permissions]
    posts = list(valid_posts().filter(unit__town_id=town_id, role_id__in=fitting))
    covers = running_covers([post.pk for post in posts]).values()
    found = {post.account_id for post in posts} | {cover.account_id for cover in covers}
    return set(Account.objects.filter(pk__in=found, is_active=True).values_list("pk", flat=True))


def anybody_about(
    town_id: int,
    permission: str,
    *,
    but: int | None,
    kind: str,
    unit_ids: Collection[int],
    area_ids: Collection[int],
) -> bool:
    """Whether somebody else who holds the permission over such a record is at work now."""
    since = clock.now() - ABOUT_FOR
    rows = Account.objects.filter(town_id=town_id, is_active=True, last_seen_at__gte=since)
    return any(
        reach_of(row).may(permission, kind=kind, unit_ids=unit_ids, area_ids=area_ids)
        for row in rows.exclude(pk=but or 0)
    )
