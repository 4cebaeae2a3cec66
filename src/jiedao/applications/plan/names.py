"""Keys that the files of the plan share: its kinds, rights and states."""

from typing import Final

TASK: Final = "work_task"
FACT: Final = "external_fact"
HONOUR: Final = "honour"
REPORTED: Final = "reported_figure"
PLATFORM: Final = "platform_figure"
DOCUMENT: Final = "plan_document"
"""As history writes a plan or report that is read in."""
BID: Final = "plan_bid"

ASSIGN: Final = "plan.assign"
ACCEPT: Final = "plan.accept"
SUPERVISE: Final = "plan.supervise"

PROPOSED, CHALLENGE, ASSIGNED, UNDER_WAY = "proposed", "challenge", "assigned", "under_way"
CLOSING, CLOSED, DROPPED = "closing", "closed", "dropped"
RUNNING: Final = (ASSIGNED, UNDER_WAY, CLOSING)
"""States in which a unit answers for the task."""
OPEN: Final = (PROPOSED, CHALLENGE, *RUNNING)
