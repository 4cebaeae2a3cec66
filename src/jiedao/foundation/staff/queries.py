"""Reads with joins: posts, covers, people of a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from jiedao.foundation.staff.models import Account, Cover, Post
from jiedao.kernel import clock


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
