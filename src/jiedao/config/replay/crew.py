"""Who does what in a town replayed: somebody whose post allows it, appointed where nobody's does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from jiedao.config.replay.scene import Scene
from jiedao.foundation.records.rules import may
from jiedao.foundation.staff import actions as staff
from jiedao.foundation.staff.actions import NewPost
from jiedao.foundation.staff.models import Account, Post, Role, Unit
from jiedao.foundation.staff.reach import actor_of, forget_reach
from jiedao.kernel import registry, towns
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Forbidden

_ENOUGH: Final = 3
"""So many can do everything, so that somebody else is there to check."""
_BEFORE: Final = timedelta(days=800)
Areas = tuple[int, ...]


@dataclass
class Crew:
    """The town's people by what they may do; who is appointed holds the post from long before."""

    scene: Scene
    _actors: dict[int, Actor] = field(default_factory=dict)
    _able: dict[tuple[str, str, int | None, Areas], list[Actor]] = field(default_factory=dict)

    def able(
        self, permission: str, kind: str, unit_id: int | None, areas: Areas, turn: int = 0
    ) -> list[Actor]:
        """Who may do it to such a record, beginning with another one each ``turn``. Forbidden
        where no role of the town allows it."""
        # Areas matter to roles of an area alone: mostly everybody of the town or the unit may.
        key = (permission, kind, unit_id, ())
        if key not in self._able:
            self._able[key] = self._found(permission, kind, unit_id, ())
        people = self._able[key]
        if len(people) < _ENOUGH:
            people = self._able[key] = self._with_appointed(permission, kind, unit_id)
        if not people:
            raise Forbidden(
                _("没有一个岗位可以对“%(kind)s”做“%(permission)s”。")
                % {"kind": kind, "permission": permission},
                code="nobody",
            )
        start = turn % len(people)
        return people[start:] + people[:start]

    def first(self, people: Sequence[Actor], refusal: Callable[[Actor], str], what: str) -> Actor:
        """The first whom no rule forbids it; Forbidden with the last one's sentence."""
        sentence = ""
        for actor in people:
            sentence = refusal(actor)
            if not sentence:
                return actor
        raise Forbidden(f"{what}：{sentence}", code="refused")

    def _found(self, permission: str, kind: str, unit_id: int | None, areas: Areas) -> list[Actor]:
        """Those of the unit first."""
        units = [] if unit_id is None else [unit_id]
        fitting = [
            actor
            for account in self.scene.everybody
            if may(actor := self._actor(account), permission, kind, units, areas)
        ]
        return sorted(fitting, key=lambda actor: actor.unit_id != unit_id)

    def _actor(self, account: Account) -> Actor:
        """Kept: what somebody may do takes longer to find than what he does."""
        if account.pk not in self._actors:
            self._actors[account.pk] = actor_of(account, self.scene.town_id)
        return self._actors[account.pk]

    def _with_appointed(self, permission: str, kind: str, unit_id: int | None) -> list[Actor]:
        """Give the fitting role to people of the unit, or of the office for a unit without any."""
        role = self._role(permission, kind)
        if role is None:
            return self._found(permission, kind, unit_id, ())
        unit = Unit.objects.get(pk=unit_id or self.scene.unit("office"))
        names = self._names(unit)
        if not names and role.scope == Role.Scope.TOWN:
            unit = Unit.objects.get(pk=self.scene.unit("office"))
            names = self._names(unit)
        since = self.scene.period.start - _BEFORE
        posts = [NewPost(name, unit.code, role.key, valid_from=since) for name in names[:_ENOUGH]]
        if posts:
            staff.add_posts(self.scene.town_id, posts, actor=SYSTEM)
            self._forget()
        return self._found(permission, kind, unit_id, ())

    def _names(self, unit: Unit) -> list[str]:
        rows = Post.objects.filter(unit=unit, valid_to=None).order_by("id")
        return list(dict.fromkeys(rows.values_list("account__username", flat=True)))

    def _role(self, permission: str, kind: str) -> Role | None:
        """The role made for the kind, before one for all kinds; of the town before a unit's."""
        declared = registry.kinds.find(kind)
        fitting = [
            role
            for role in Role.objects.filter(town_id=self.scene.town_id).order_by("id")
            if permission in role.permissions and role.scope != Role.Scope.AREA
            and (kind in role.kinds or not (role.kinds or (declared and declared.restricted)))
        ]  # fmt: skip
        named = sorted(
            fitting,
            key=lambda role: (kind not in role.kinds, role.scope != Role.Scope.TOWN),
        )
        return named[0] if named else None

    def _forget(self) -> None:
        towns.forget(self.scene.town_id)
        for account in self.scene.everybody:
            forget_reach(account)
        self._actors.clear()
        self._able.clear()
