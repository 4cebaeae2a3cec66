"""Conditions that the figures of many kinds of project share, in the words of their table."""

from typing import Any

from jiedao.engines.projects.workflow import DROPPED


def under_way(t: Any) -> Any:
    """Begun, and not finished at the period's end."""
    begun = t.started_on.notnull() & (t.started_on <= t.as_of)
    return begun & (t.finished_on.isnull() | (t.finished_on > t.as_of)) & (t.state != DROPPED)


def in_progress(t: Any) -> Any:
    """Begun before the period's end, and not finished before it began."""
    begun = t.started_on.notnull() & (t.started_on <= t.as_of)
    ended_before = t.finished_on.notnull() & (t.finished_on < t.since)
    return begun & ~ended_before & (t.state != DROPPED)


def planned_or_in_progress(t: Any) -> Any:
    """Entered before the period's end, begun or not, and not finished before it began."""
    ended_before = t.finished_on.notnull() & (t.finished_on < t.since)
    return (t.day <= t.as_of) & ~ended_before & (t.state != DROPPED)
