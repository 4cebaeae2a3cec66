"""Accounts, units, roles, posts and covers: who may do what, where, since when."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.duty import Handover as Handover
from jiedao.foundation.staff.duty import Shift as Shift
from jiedao.foundation.staff.duty import Swap as Swap
from jiedao.kernel.access import HasReach, Reach
from jiedao.kernel.models import Town


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, which is unique in the whole installation.

    Accounts are made by ``staff.actions``; there is no ``create_user`` that writes no history.
    """

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)

    def visible_to(self, account: HasReach) -> models.QuerySet["Account"]:
        """The accounts of the reader's own town."""
        reach = account.reach
        return self.filter(town_id=reach.town_id) if reach else self.none()


class Account(AbstractBaseUser):
    """A person who signs in. Work belongs to posts, not to accounts."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    """Office telephone; not a private number."""
    town = models.ForeignKey(Town, models.PROTECT, null=True)
    is_active = models.BooleanField(default=True)
    is_superuser = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)
    failed_count = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    password_set_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects: ClassVar[AccountManager] = AccountManager()

    kept_reach: tuple[datetime, Reach] | None = None
    """Filled by ``staff.reach.reach_of``; not a column."""

    class Meta:
        app_label = "staff"

    def __str__(self) -> str:
        return self.name

    @property
    def reach(self) -> Reach:
        """What the account may do now (``kernel.access.HasReach``)."""
        from jiedao.foundation.staff.reach import reach_of  # reach reads these models

        return reach_of(self)


class Unit(models.Model):
    """A department, community, grid, team, contractor, or an outside body written to by letter."""

    class UnitKind(models.TextChoices):
        LEADERSHIP = "leadership"
        DEPARTMENT = "department"
        COMMUNITY = "community"
        GRID = "grid"
        TEAM = "team"
        CONTRACTOR = "contractor"
        EXTERNAL = "external"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    phone = models.CharField(max_length=40, blank=True)
    duties = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "staff"
        constraints = [models.UniqueConstraint(fields=["town", "code"], name="unit_code")]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A named set of permissions with a scope; the town's administrators change it."""

    class Scope(models.TextChoices):
        TOWN = "town"
        UNIT = "unit"
        AREA = "area"

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    permissions = models.JSONField(default=list)
    scope = models.CharField(max_length=4, choices=Scope.choices)
    kinds = models.JSONField(default=list)
    """Kinds of record the role is for; empty means all."""

    class Meta:
        app_label = "staff"
        constraints = [models.UniqueConstraint(fields=["town", "key"], name="role_key")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """An account holding a role in a unit, from a date to a date."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.ForeignKey(Role, models.PROTECT)
    title = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    screens = models.JSONField(default=dict)
    """How the holder arranges a screen whose parts can be moved: page → layout."""

    class Meta:
        app_label = "staff"


class Cover(models.Model):
    """A colleague who does the work of a post while its holder is away."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="covers")
    account = models.ForeignKey(Account, models.PROTECT, related_name="covers")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "staff"


class Token(models.Model):
    """A bearer token of an account, or of a channel that delivers records by machine."""

    town = models.ForeignKey(Town, models.PROTECT)
    account = models.ForeignKey(Account, models.CASCADE, null=True)
    channel = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "staff"


class PasswordLink(models.Model):
    """A one-time link by which an account sets its password; only its digest is kept."""

    account = models.ForeignKey(Account, models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "staff"


class Notice(models.Model):
    """Something an account, or everybody in a unit, should know."""

    town = models.ForeignKey(Town, models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, models.CASCADE, null=True, db_index=False)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, db_index=False)
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    record_kind = models.CharField(max_length=40, blank=True)
    record_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "staff"
        indexes = [
            models.Index(fields=["town", "account", "-id"], name="notice_account"),
            models.Index(fields=["town", "unit", "-id"], name="notice_unit"),
        ]
