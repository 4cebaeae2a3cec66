"""What an account may do today: role × jurisdiction × kind, by its own posts and by cover.

One query a request (posts with their roles and units, own and covered); the trees of units and
areas come from memory. The result stays on the account object for some seconds of the clock.
"""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from jiedao.foundation.staff.held import HeldPost, posts_held
from jiedao.foundation.staff.models import Account, Role
from jiedao.foundation.staff.roles import SUPERUSER_PERMISSIONS, permission_title
from jiedao.foundation.staff.structure import Structure, structure_of
from jiedao.kernel import clock
from jiedao.kernel.access import Grant, Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden
from jiedao.kernel.models import History, Town

KEPT_FOR = timedelta(seconds=10)
NOWHERE = Reach(town_id=0, account_id=0)


def reach_of(account: Account, town_id: int | None = None) -> Reach:
    """The account's reach in its own town, or in ``town_id`` for one that belongs to none."""
    town_id = account.town_id or town_id or _only_town_id()
    if town_id is None or not account.is_active:
        return NOWHERE
    moment = clock.now()
    kept = account.kept_reach
    if kept is not None and kept[1].town_id == town_id and abs(moment - kept[0]) < KEPT_FOR:
        return kept[1]
    reach = _build(account, town_id)
    account.kept_reach = (moment, reach)
    return reach


def forget_reach(account: Account) -> None:
    """Ask the database again: after the account's posts or covers changed."""
    account.kept_reach = None


def _only_town_id() -> int | None:
    """The town of an account without one: the first of the installation."""
    return Town.objects.order_by("id").values_list("id", flat=True).first()


def _build(account: Account, town_id: int) -> Reach:
    structure = structure_of(town_id)
    posts = posts_held(account.pk, town_id, clock.now(), clock.today())
    grants = [_grant(post, structure) for post in posts]
    if account.is_superuser:
        grants.append(Grant(SUPERUSER_PERMISSIONS, Role.Scope.TOWN))
    return Reach(
        town_id=town_id,
        account_id=account.pk,
        grants=tuple(grants),
        home_unit_id=posts[0].unit_id if posts and posts[0].own else None,
        unit_ids=frozenset(post.unit_id for post in posts),
    )


def _grant(post: HeldPost, structure: Structure) -> Grant:
    units, areas = frozenset[int](), frozenset[int]()
    if post.scope == Role.Scope.UNIT:
        units = structure.units_below(post.unit_id)
    elif post.scope == Role.Scope.AREA and post.area_id is not None:
        areas = structure.areas_below(post.area_id)
    return Grant(
        permissions=post.permissions,
        scope=post.scope,
        unit_ids=units,
        area_ids=areas,
        kinds=post.kinds - {"*"},
        covered_id=None if post.own else post.account_id,
    )


def actor_of(account: Account, town_id: int | None = None) -> Actor:
    """The account as the author of an action, speaking for its home unit."""
    reach = reach_of(account, town_id)
    return Actor(
        kind=History.ActorKind.ACCOUNT,
        id=account.pk,
        name=account.name,
        reach=reach,
        unit_id=reach.home_unit_id,
    )


def acting(
    actor: Actor,
    permission: str,
    *,
    kind: str = "",
    unit_ids: tuple[int, ...] = (),
    area_ids: tuple[int, ...] = (),
) -> Actor:
    """The actor with ``covered_id`` set when only the post of an absent colleague permits this."""
    if actor.reach is None:
        return actor
    fitting = [
        grant
        for grant in actor.reach.holding(permission)
        if grant.reaches(kind, unit_ids, area_ids)
    ]
    if not fitting or any(grant.covered_id is None for grant in fitting):
        return actor
    return replace(actor, covered_id=fitting[0].covered_id)


def require(
    actor: Actor,
    permission: str,
    *,
    kind: str = "",
    unit_ids: tuple[int, ...] = (),
    area_ids: tuple[int, ...] = (),
) -> None:
    """Refuse an actor without the permission, naming it; the system may do everything."""
    if actor.is_system:
        return
    if actor.reach is None or not actor.reach.may(
        permission, kind=kind, unit_ids=unit_ids, area_ids=area_ids
    ):
        raise Forbidden(
            _("您没有“%(permission)s”的权限。") % {"permission": permission_title(permission)},
            code="no_permission",
        )
