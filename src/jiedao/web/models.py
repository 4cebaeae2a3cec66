"""The web floor's one table: the views of lists that people keep for themselves."""

from django.conf import settings
from django.db import models

from jiedao.kernel.models import Town


class SavedView(models.Model):
    """A list's filters under a name of its owner's choice. Nobody else sees it."""

    town = models.ForeignKey(Town, models.CASCADE, db_index=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False)
    list_key = models.CharField(max_length=60)
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=600)

    class Meta:
        app_label = "web"
        constraints = [
            models.UniqueConstraint(
                fields=["town", "account", "list_key", "name"], name="saved_view_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
