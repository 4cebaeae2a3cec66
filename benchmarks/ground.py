"""The ground of a benchmark: the demo town without its requests, and tokens of its people.

``python -m benchmarks.ground TOWN`` loads it; ``--tokens`` prints tokens and ids as JSON.
"""

import json
import sys
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from jiedao.foundation.staff.models import Account


def main() -> None:
    django.setup()
    if "--tokens" in sys.argv:
        print(json.dumps(tokens(sys.argv[1])))
    else:
        load(sys.argv[1])


def load(key: str) -> None:
    """Map, staff and catalogue of the demo town."""
    from jiedao.config.demo import loading
    from jiedao.config.demo.generator import generate
    from jiedao.config.demo.settings import demo_settings

    settings = demo_settings(key)
    plan = generate(settings.seed, settings)
    town = loading.make_town(settings)
    loading.load(town, plan, lambda _title, _total: lambda _count: None)


def tokens(key: str) -> dict[str, object]:
    """A channel's token, one of each role in the loop, and ids to filter by."""
    from jiedao.engines.cases.models import Case
    from jiedao.foundation.catalogue.models import Item
    from jiedao.foundation.places.models import Area
    from jiedao.foundation.staff import tokens as staff_tokens
    from jiedao.foundation.staff.models import Post, Unit
    from jiedao.kernel.actors import SYSTEM
    from jiedao.kernel.models import Town

    town = Town.objects.get(key=key)
    law = Unit.objects.get(town=town, code="law")
    result: dict[str, object] = {
        "channel": staff_tokens.issue(town.pk, channel="hotline_12345", actor=SYSTEM),
        "unit": law.pk,
        "item": Item.objects.get(town=town, code="E0101").pk,
        "area": Area.objects.filter(town=town, level="community").order_by("id")[0].pk,
        "number": Case.objects.filter(town=town).order_by("-id")[0].number,
    }
    for role, unit in (("handler", "law"), ("checker", "centre"), ("dispatcher", "centre")):
        post = Post.objects.filter(unit__town=town, unit__code=unit, role__key=role).first()
        assert post is not None
        result[role] = staff_tokens.issue(town.pk, account=post.account, actor=SYSTEM)
        result[f"{role}_session"] = session_of(post.account)
        result[f"{role}_name"] = post.account.name
    for level in ("community", "grid", "building"):
        result[f"{level}_name"] = Area.objects.filter(town=town, level=level).order_by("id")[0].name
    return result


def session_of(account: "Account") -> str:
    """The cookie of a browser in which this account is signed in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(account, backend="jiedao.foundation.staff.signing.backend.AccountBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main()
