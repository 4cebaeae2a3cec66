"""The kinds of this application."""

from jiedao.applications.works import renewal, roads

KINDS = (*roads.KINDS, *renewal.KINDS)
