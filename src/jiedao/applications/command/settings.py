"""Settings of the town that this application reads."""

from jiedao.applications.command import incident_plans

SETTINGS = (incident_plans.GROUP,)
