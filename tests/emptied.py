"""Empties the database after a test that committed. Django's own flush truncates every table and
makes all permissions anew, which on PostgreSQL takes longer than the test; and it leaves the text
index full, which belongs to no model."""

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

from jiedao.foundation.records.families import families


def use() -> None:
    """Let it stand in for the flush of Django's test cases."""
    TransactionTestCase._fixture_teardown = lambda _case: empty()  # type: ignore[attr-defined]


def empty() -> None:
    """Delete every row that the migrations did not make."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model in (ContentType, Permission) or not model._meta.managed:
                continue
            if model._base_manager.exists():
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
        for name in ("case", *(family.table for family in families)):
            table = f"search_{name}"
            if connection.vendor == "postgresql":
                cursor.execute(f"DELETE FROM {table}")
            else:
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
