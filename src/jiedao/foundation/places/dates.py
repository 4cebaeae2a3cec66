"""Validity by date: a row counts from ``valid_from`` to ``valid_to``, both days included."""

from datetime import date

from django.db.models import Q


def valid_on(day: date, prefix: str = "") -> Q:
    """The condition that a row (of a relation, with ``prefix`` like ``"area__"``) is valid."""
    begun = Q(**{f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day}))
