"""Messages: what passed between the office and those who asked."""

from django.db import models


class Message(models.Model):
    """What passed between the office and one requester, both ways."""

    class Kind(models.TextChoices):
        ADDITION = "addition"
        URGE = "urge"
        NOTICE = "notice"
        REPLY = "reply"

    request = models.ForeignKey("cases.Request", models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    from_resident = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()
    account = models.ForeignKey("staff.Account", models.PROTECT, null=True, db_index=False)

    class Meta:
        app_label = "cases"
