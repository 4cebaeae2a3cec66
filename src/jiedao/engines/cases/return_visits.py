"""Return visits (回访): every one stays, so that a redo's rating hides no earlier answer."""

from django.db import models


class ReturnVisit(models.Model):
    """What one requester answered at one return visit; the request itself shows the latest.

    ``satisfaction`` is the worst of the four aspects, or ``no_answer``. Rates count these rows: what
    was answered in a month stays that month's figure.
    """

    request = models.ForeignKey("cases.Request", models.CASCADE, related_name="visits")
    at = models.DateTimeField(db_index=True)
    satisfaction = models.CharField(max_length=12)
    speed = models.CharField(max_length=12, blank=True)
    effect = models.CharField(max_length=12, blank=True)
    attitude = models.CharField(max_length=12, blank=True)
    feedback = models.CharField(max_length=12, blank=True)
    demand = models.TextField(blank=True)
    account = models.ForeignKey("staff.Account", models.PROTECT, null=True, db_index=False)
    """Who called; none where the requester rated without being called."""

    class Meta:
        app_label = "cases"
