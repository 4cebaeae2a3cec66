"""Where the rules ask for more than the fields say."""

from typing import Any


def example(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """A project of greening has its area."""
    return values | {"area_size": "800"} if kind == "greening_project" else values
