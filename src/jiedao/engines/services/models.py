"""Services: something given to a person or an enterprise, how often, how much, and how it was."""

from django.db import models

from jiedao.foundation.records.models import Record


class Service(Record):
    """Something given on ``day`` to ``organisation`` or ``person``.

    ``quantity`` counts persons-times, households or pieces as the kind says; ``amount`` is in
    yuan. ``rating`` is the beneficiary's word, 1 to 5.
    """

    quantity = models.PositiveIntegerField(default=1)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    provider = models.CharField(max_length=160, blank=True)
    given_on = models.DateField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    rating_note = models.CharField(max_length=500, blank=True)

    class Meta(Record.Meta):
        app_label = "services"
        indexes = [
            *Record.Meta.indexes,
            # what this person was given before (entitlement)
            models.Index(
                fields=["town", "kind", "person", "day"],
                name="service_person",
                condition=models.Q(person__isnull=False),
            ),
        ]
