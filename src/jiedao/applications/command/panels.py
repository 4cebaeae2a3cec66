"""The panels of the command centre."""

from jiedao.applications.command.duty import panels as duty

PANELS = (*duty.PANELS,)
