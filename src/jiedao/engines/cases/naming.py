"""What a case is called in words, where the workflow's own word would not be true."""

from jiedao.engines.cases import kinds
from jiedao.engines.cases.models import Case
from jiedao.kernel.titles import Title

CLOSED_ELSEWHERE = Title("来件时已办结", "Closed before it came")


def state_title(case: Case) -> Title:
    """The state in words. What another system closed waits for no return visit of ours."""
    if case.closed_elsewhere:
        return CLOSED_ELSEWHERE
    return kinds.state_of(case).titles
