"""What the worker does for the engine: suggests every few seconds, learns once a night."""

from jiedao.kernel.declarations import Step


def _suggest() -> int:
    from jiedao.engines.mining import suggesting

    return suggesting.suggest_waiting()


def begin_learning() -> int:
    """Give tonight's learning to the jobs, for each town whose hour has come; how many."""
    from jiedao.engines.mining import jobs, learning
    from jiedao.kernel.models import Town

    due = [town for town in Town.objects.order_by("pk") if learning.is_due(town)]
    for town in due:
        jobs.begin(town.pk)
    return len(due)


STEPS = (
    Step("mining.suggest", 3.0, _suggest),
    Step("mining.learn", 300.0, begin_learning),
)
