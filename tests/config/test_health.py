"""The two addresses for those who watch."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client, RequestFactory

from jiedao.config import health
from jiedao.kernel import clock
from jiedao.kernel.models import Heartbeat


def test_healthz_asks_nobody(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_tells_how_old_the_workers_beat_is(client: Client) -> None:
    assert client.get("/readyz").json()["worker_seconds_ago"] is None
    Heartbeat.objects.create(name="worker", at=clock.now() - timedelta(seconds=40))
    body = client.get("/readyz").json()
    assert body["ready"] is True
    assert 39 < body["worker_seconds_ago"] < 60


def test_readyz_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> bool:
        raise DatabaseError("away")

    monkeypatch.setattr(health, "is_migrated", away)
    response = health.readyz(RequestFactory().get("/readyz"))
    assert response.status_code == 503
    assert json.loads(response.content)["ready"] is False


@pytest.mark.django_db
def test_readyz_before_the_tables_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr(health, "missing_migrations", lambda: 3)
    assert health.readyz(RequestFactory().get("/readyz")).status_code == 503
