"""The panels of the command centre."""

from jiedao.applications.command.duty import panels as duty

PANELS = (*duty.PANELS,)
"""Panels of the command centre that this application declares."""

from jiedao.applications.command.incident.panels import INCIDENT_PANELS

PANELS = (*INCIDENT_PANELS,)
