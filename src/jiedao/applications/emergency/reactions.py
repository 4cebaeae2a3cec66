"""What follows by itself: a cell knows by its devices whether it is covered."""

from jiedao.applications.emergency.aeds import REACTION

REACTIONS = (REACTION,)
