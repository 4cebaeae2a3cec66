"""The numbers that the plan's tasks are to reach, for whoever prints figures."""

from jiedao.applications.plan.queries import targets_of
from jiedao.engines.indicators.targets import TargetSource

TARGET_SOURCES = (TargetSource("plan", targets_of),)
