"""How the holder of a post arranges a screen: kept with the post, for whoever sits in it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from jiedao.foundation.staff.actions.posts import POST
from jiedao.foundation.staff.models import Account, Post
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

Layout = Sequence[Mapping[str, Any]]
ARRANGED: Final = "arranged"


def post_of(account: Account) -> Post | None:
    """The first post that the account holds today."""
    today = clock.today()
    held = Post.objects.filter(account=account, valid_from__lte=today).order_by("pk")
    return held.filter(Q(valid_to=None) | Q(valid_to__gte=today)).select_related("unit").first()


def arrangement_of(account: Account, page: str) -> object:
    """What was kept for the account's post; None where nothing was."""
    post = post_of(account)
    return post.screens.get(page) if post is not None else None


def arrange(account: Account, page: str, layout: Layout, *, actor: Actor) -> None:
    """Keep the layout of a page for the account's post; an empty one goes back to the declared
    layout. Conflict for an account that holds no post."""
    post = post_of(account)
    if post is None:
        raise Conflict(_("版面随岗位保存，您还没有岗位。"), code="no_post")
    with within():
        post.screens = {**post.screens, page: list(layout)}
        post.save(update_fields=["screens"])
        history.record(post.unit.town_id, [Line(POST, post.pk, ARRANGED, data={"page": page})],
                       actor=actor)  # fmt: skip
