"""People and organisations. What identifies a person is sealed under that person's own key."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jiedao.foundation.parties.slots import person_records
from jiedao.foundation.places.models import Area
from jiedao.kernel.access import HasReach, Reach
from jiedao.kernel.models import Town

SEE = "parties.see"


class PersonQuerySet(models.QuerySet["Person"]):
    """The gate: people of the town, or those who appear in records the reader may see."""

    def visible_to(self, reader: HasReach) -> "PersonQuerySet":
        reach = reader.reach
        if reach is None or not reach.anywhere(SEE):
            return self.none()
        people = self.filter(town_id=reach.town_id)
        if any(grant.scope == "town" for grant in reach.holding(SEE)):
            return people
        appearing = Q(pk__in=())
        for source in person_records:
            appearing |= Q(pk__in=source.person_ids(reach))
        return people.filter(appearing)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The gate: all of the town, for a community or grid those in its area."""

    def visible_to(self, reader: HasReach) -> "OrganisationQuerySet":
        reach = reader.reach
        if reach is None or not reach.anywhere(SEE):
            return self.none()
        organisations = self.filter(town_id=reach.town_id)
        if any(grant.scope != "area" for grant in reach.holding(SEE)):
            return organisations
        return organisations.filter(_in_areas(reach))


def _in_areas(reach: Reach) -> Q:
    """In an area of the reader: the area itself, its building's grid, or its community."""
    ids = {area for grant in reach.holding(SEE) for area in grant.area_ids}
    return (
        Q(area_id__in=ids)
        | Q(area__parent_id__in=ids)
        | Q(area__parent__parent_id__in=ids)
        | Q(area__community_id__in=ids)
    )


class Person(models.Model):
    """Somebody who asked, is served or is responsible.

    The sealed columns hold AES-GCM ciphertext under ``data_key``, which is itself wrapped by
    the installation's master key. Erasing a person deletes ``data_key``: whatever was sealed
    with it, history included, can no longer be read by anybody.
    The index columns are keyed hashes, so that an exact phone, identity number or whole name
    finds its people. Parts of a name find nobody: that would take an index from which names can
    be guessed (PIPL art. 6, least data).
    """

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    data_key = models.BinaryField(null=True)
    name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    id_number_sealed = models.BinaryField(null=True)
    address_sealed = models.BinaryField(null=True)
    phone_index = models.CharField(max_length=64, blank=True)
    id_index = models.CharField(max_length=64, blank=True)
    name_index = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    objects: ClassVar[PersonQuerySet] = PersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        app_label = "parties"
        indexes = [
            models.Index(
                fields=["town", "phone_index"],
                name="person_phone",
                condition=~models.Q(phone_index=""),
            ),
            models.Index(
                fields=["town", "name_index"],
                name="person_name",
                condition=~models.Q(name_index=""),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "id_index"],
                name="person_id_number",
                condition=~models.Q(id_index=""),
            )
        ]


class Organisation(models.Model):
    """An enterprise, school, association or other body."""

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    name = models.CharField(max_length=160)
    uscc = models.CharField(max_length=18, blank=True)
    """统一社会信用代码 (GB 32100-2015), checked on entry."""
    kind = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    address = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    contact = models.ForeignKey(Person, models.PROTECT, null=True)
    industry = models.CharField(max_length=10, blank=True)
    attributes = models.JSONField(default=dict)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    objects: ClassVar[OrganisationQuerySet] = OrganisationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        app_label = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["town", "uscc"], name="organisation_uscc", condition=~models.Q(uscc="")
            )
        ]
        indexes = [models.Index(fields=["town", "name"], name="organisation_name")]

    def __str__(self) -> str:
        return self.name
