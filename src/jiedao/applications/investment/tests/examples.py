"""Where the rules ask for more than the fields say."""

from typing import Any

from jiedao.applications.investment.kinds import PROJECTS_TASK, TASK
from tests.conformance.yardsticks import yardstick


def example(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """A task is of a figure, in its unit."""
    return yardstick(values, PROJECTS_TASK, "个") if kind == TASK else values
