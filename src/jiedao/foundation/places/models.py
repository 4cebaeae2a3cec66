"""Areas and their dated shapes; the lines and surfaces of the base map."""

from django.db import models

from jiedao.kernel.models import Town


class Area(models.Model):
    """A place with a boundary or a point: from the sub-district down to a shop.

    Grids of several kinds overlap; the kinds other than ``general`` hang beside the tree.
    A row is never deleted: it ends (``valid_to``) and may have a successor.
    """

    class Level(models.TextChoices):
        SUBDISTRICT = "subdistrict"
        COMMUNITY = "community"
        GRID = "grid"
        BUILDING = "building"
        PREMISES = "premises"

    class GridKind(models.TextChoices):
        NONE = ""
        GENERAL = "general"
        POLICE = "police"
        ECONOMIC_SERVICE = "economic_service"
        LIVELIHOOD_SERVICE = "livelihood_service"
        UNIT = "unit"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    level = models.CharField(max_length=12, choices=Level.choices)
    grid_kind = models.CharField(max_length=20, choices=GridKind.choices, blank=True)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    aliases = models.JSONField(default=list)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    community = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False
    )
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    address = models.CharField(max_length=200, blank=True)
    attributes = models.JSONField(default=dict)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        app_label = "places"
        constraints = [models.UniqueConstraint(fields=["town", "code"], name="area_code")]
        indexes = [models.Index(fields=["town", "level", "grid_kind"], name="area_level")]

    def __str__(self) -> str:
        return self.name


class AreaShape(models.Model):
    """The shape of an area in a span of time: WGS-84 (multi)polygon as well-known binary.

    What came in is kept: ``datum`` names its coordinate system, ``source`` holds the
    original GeoJSON geometry when that was not WGS-84.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="shapes")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    wkb = models.BinaryField()
    min_lon = models.FloatField()
    min_lat = models.FloatField()
    max_lon = models.FloatField()
    max_lat = models.FloatField()
    datum = models.CharField(max_length=10, default="WGS84")
    source = models.JSONField(null=True)

    class Meta:
        app_label = "places"
        constraints = [models.UniqueConstraint(fields=["area", "valid_from"], name="area_shape")]


class Feature(models.Model):
    """A line or surface of the base map that is no area: road, water, coast, green, block."""

    class FeatureKind(models.TextChoices):
        ROAD = "road"
        WATER = "water"
        COAST = "coast"
        GREEN = "green"
        BLOCK = "block"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    kind = models.CharField(max_length=10, choices=FeatureKind.choices)
    name = models.CharField(max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField(default=3)
    """Importance when drawn: 1 arterial or sea, 2 street, 3 lane."""
    wkb = models.BinaryField()
    min_lon = models.FloatField()
    min_lat = models.FloatField()
    max_lon = models.FloatField()
    max_lat = models.FloatField()

    class Meta:
        app_label = "places"
        indexes = [models.Index(fields=["town", "kind"], name="feature_kind")]
