"""The indexes in which open work is counted: all that is asked of it, and nothing that is closed."""

from django.db import models


def of_open_work(*places: str) -> models.Index:
    """One whose groups are by the first of these columns."""
    rest = (
        "kind", "secret", "state", "due_at", "due_clock", "warn_at", "suspended_until", "id",
    )  # fmt: skip
    return models.Index(
        fields=["town", *places, *rest],
        name=f"case_open_{places[0]}",
        condition=models.Q(closed_at__isnull=True),
    )
