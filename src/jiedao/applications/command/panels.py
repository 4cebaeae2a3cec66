"""The panels of the command centre."""

from jiedao.applications.command.duty import panels as duty
from jiedao.applications.command.incident.panels import INCIDENT_PANELS

PANELS = (*duty.PANELS, *INCIDENT_PANELS)
