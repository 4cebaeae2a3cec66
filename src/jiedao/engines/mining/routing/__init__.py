"""Which unit really solves it, how long that takes, and how likely it ends late. No database."""

from jiedao.engines.mining.routing.features import Features
from jiedao.engines.mining.routing.lateness import Durations, Expected, LatenessModel
from jiedao.engines.mining.routing.router import Ranked, Router

__all__ = ["Durations", "Expected", "Features", "LatenessModel", "Ranked", "Router"]
