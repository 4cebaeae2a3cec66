"""When to answer and when to ask."""


def threshold(wrong_cost: float, asking_cost: float) -> float:
    """Answer by itself from this probability on: below, being wrong costs more than asking.

    The decision of least expected cost with a reject option (Chow 1970): answer where
    ``(1 - p) * wrong_cost <= asking_cost``.
    """
    if wrong_cost <= 0:
        return 0.0
    return min(1.0, max(0.0, 1.0 - asking_cost / wrong_cost))
