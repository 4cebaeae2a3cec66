"""Bearer tokens: shown once, kept as a digest, revoked, remembered for seconds only."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from jiedao.foundation.staff import actions, tokens
from jiedao.foundation.staff.models import Token
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Forbidden, Invalid
from jiedao.kernel.models import History
from tests.cast import SmallTown


@pytest.fixture(autouse=True)
def _forget_tokens() -> Iterator[None]:
    yield
    tokens.forget()


def test_an_account_acts_by_token_with_its_own_reach(town: SmallTown) -> None:
    bearer = tokens.issue(town.id, account=town.handler, actor=actor_of(town.handler), name="脚本")
    token = tokens.resolve(bearer)
    assert token is not None
    assert bearer not in str(Token.objects.values().get())
    actor = tokens.actor_of_token(token)
    assert actor.id == town.handler.pk
    assert actor.reach is not None
    assert actor.reach.may("cases.handle", unit_ids=[town.units.city.pk])


def test_a_channel_acts_as_a_machine(town: SmallTown) -> None:
    token = tokens.resolve(town.channel_token("12345"))
    assert token is not None
    actor = tokens.actor_of_token(token)
    assert (actor.kind, actor.name, actor.reach) == ("machine", "12345", None)


@pytest.mark.parametrize("bearer", ["", "x", "jd_", "jd_" + "x" * 43, "jd_\x00", "jd_" + "长" * 9])
def test_what_is_no_token(town: SmallTown, bearer: str) -> None:
    assert tokens.resolve(bearer) is None


def test_revoked_expired_or_closed_is_no_token(town: SmallTown) -> None:
    bearer = town.token(town.handler)
    token = tokens.resolve(bearer)
    assert token is not None
    tokens.revoke(token, actor=actor_of(town.handler))
    assert tokens.resolve(bearer) is None

    short = tokens.issue(town.id, channel="12345", days=1, actor=SYSTEM)
    assert tokens.resolve(short) is not None
    with clock.at(clock.now() + timedelta(days=2)):
        assert tokens.resolve(short) is None

    closing = town.token(town.colleague)
    assert tokens.resolve(closing) is not None
    actions.close_account(town.colleague, "离职", actor=SYSTEM)
    assert tokens.resolve(closing) is None
    assert list(
        History.objects.filter(kind="token", record_id=token.pk).values_list("verb", flat=True)
    ) == ["issued", "revoked"]


def test_a_busy_token_costs_no_query(town: SmallTown, django_assert_num_queries: Any) -> None:
    bearer = town.token(town.handler)
    with django_assert_num_queries(2):  # found, first use noted
        assert tokens.resolve(bearer)
    with django_assert_num_queries(0):
        assert tokens.resolve(bearer)
    tokens.forget()
    with django_assert_num_queries(1):
        assert tokens.resolve(bearer)


def test_what_another_process_revokes_ends_within_seconds(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    bearer = town.token(town.handler)
    assert tokens.resolve(bearer)
    Token.objects.update(revoked_at=clock.now())
    later = tokens.time.monotonic() + tokens.KEPT_SECONDS + 1
    monkeypatch.setattr("jiedao.foundation.staff.tokens.time.monotonic", lambda: later)
    assert tokens.resolve(bearer) is None


def test_who_may_make_a_token(town: SmallTown) -> None:
    with pytest.raises(Forbidden):
        tokens.issue(town.id, channel="12345", actor=actor_of(town.dispatcher))
    with pytest.raises(Forbidden):
        tokens.issue(town.id, account=town.handler, actor=actor_of(town.dispatcher))
    with pytest.raises(Forbidden):
        tokens.issue(town.id, account=town.superuser, actor=actor_of(town.superuser))
    with pytest.raises(Invalid):
        tokens.issue(town.id, actor=SYSTEM)
    assert tokens.issue(town.id, channel="12345", actor=actor_of(town.admin))
