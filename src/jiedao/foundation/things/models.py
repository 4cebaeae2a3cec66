"""Registers: things, places, persons and organisations that exist, and the stock some of them hold."""

from typing import ClassVar

from django.db import models

from jiedao.foundation.records.models import Record
from jiedao.foundation.staff.models import Account
from jiedao.kernel.models import Town


class Thing(Record):
    """Something that exists from a day to a day, with a capacity, and perhaps a stock.

    ``day`` is the day since which it has been there. ``stock`` is the sum of its movements.
    """

    valid_to = models.DateField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    stock = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta(Record.Meta):
        app_label = "things"


class Movement(models.Model):
    """Something put into a thing's stock or taken out; never edited, only set right by another."""

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    thing = models.ForeignKey(Thing, models.CASCADE, related_name="movements")
    quantity = models.DecimalField(max_digits=14, decimal_places=2)
    """Positive in, negative out."""
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    account = models.ForeignKey(Account, models.PROTECT, null=True, db_index=False)

    objects: ClassVar[models.Manager["Movement"]] = models.Manager()

    class Meta:
        app_label = "things"
