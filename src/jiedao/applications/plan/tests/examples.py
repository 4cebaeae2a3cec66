"""Examples for the conformance suite where rules ask for more than fields say."""

from typing import Any

from jiedao.applications.plan.names import TASK


def example(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """A task's target is of a figure that there is."""
    if kind != TASK:
        return values
    return values | {"indicator": "work_plan_tasks_completed", "target": "20", "target_unit": "项"}
