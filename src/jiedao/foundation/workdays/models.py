"""The town's own table of days: overrides the holiday library, and years it does not know."""

from django.db import models

from jiedao.kernel.models import Town


class DayRule(models.Model):
    """One date that is worked or not, whatever the library says."""

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    date = models.DateField()
    working = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)

    class Meta:
        app_label = "workdays"
        constraints = [models.UniqueConstraint(fields=["town", "date"], name="day_rule")]
