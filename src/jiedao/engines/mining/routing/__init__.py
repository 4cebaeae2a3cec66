"""Which unit really solves it, and how likely it ends late. No database."""

from jiedao.engines.mining.routing.features import Features
from jiedao.engines.mining.routing.lateness import LatenessModel
from jiedao.engines.mining.routing.router import Ranked, Router

__all__ = ["Features", "LatenessModel", "Ranked", "Router"]
