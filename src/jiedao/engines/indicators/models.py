"""Facts: figures, ranks and honours that others gave, each with its source document."""

from django.db import models

from jiedao.foundation.records.models import Record


class Fact(Record):
    """What somebody outside published for the time from ``period_from`` to ``day``.

    ``indicator`` is the key of a declared figure where it is one: facts of one key are a series.
    ``value`` is in ``value_unit`` as published, never converted; ``rank`` is within ``scope``, of
    ``rank_of`` where that was said.
    """

    indicator = models.CharField(max_length=80, blank=True)
    period_from = models.DateField(null=True)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    value_unit = models.CharField(max_length=20, blank=True)
    rank = models.PositiveIntegerField(null=True)
    rank_of = models.PositiveIntegerField(null=True)
    scope = models.CharField(max_length=12, null=True)
    issued_by = models.CharField(max_length=120)
    source_title = models.CharField(max_length=200)
    source_number = models.CharField(max_length=80, blank=True)
    source_date = models.DateField()
    source_url = models.CharField(max_length=500, blank=True)
    source_file = models.CharField(max_length=200, blank=True)

    class Meta(Record.Meta):
        app_label = "indicators"
        indexes = [
            *Record.Meta.indexes,
            # the series that a figure stands in
            models.Index(fields=["town", "kind", "indicator", "day"], name="fact_series"),
            models.Index(fields=["town", "kind", "title", "day"], name="fact_titled"),
        ]
