"""Requests from files: a map says what the columns mean, the actions of intake do the rest."""

from jiedao.engines.cases.importing.running import import_requests, read_map

__all__ = ["import_requests", "read_map"]
