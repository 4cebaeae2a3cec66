"""What the worker does for the plan."""

from jiedao.applications.plan.reminding import remind
from jiedao.kernel.declarations import Step

STEPS = (Step("plan.reminders", 600.0, remind),)
