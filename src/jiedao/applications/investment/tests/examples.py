"""Where the rules ask for more than the fields say."""

from typing import Any

from jiedao.applications.investment.kinds import PROJECTS_TASK, TASK


def example(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """A task is of a figure, in its unit."""
    if kind != TASK:
        return values
    return values | {"indicator": PROJECTS_TASK, "value": "12", "value_unit": "个"}
