"""What the worker does for classes of matters: asks for a grouping where one is due."""

from jiedao.kernel.declarations import Step


def ask_for_grouping() -> int:
    """For each town with new cases, or whose night's grouping has its hour; how many."""
    from jiedao.engines.mining.matters import jobs, working
    from jiedao.kernel.models import Town

    due = [pk for pk in Town.objects.order_by("pk").values_list("pk", flat=True)
           if working.is_due(pk)]  # fmt: skip
    for town_id in due:
        jobs.begin(town_id)
    return len(due)


STEPS = (Step("mining.matters", 120.0, ask_for_grouping),)
