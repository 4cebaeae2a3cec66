"""Settings of the town that this application reads."""

from jiedao.applications.command.incident import plans

SETTINGS = (plans.GROUP,)
