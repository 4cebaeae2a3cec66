"""The cases engine over HTTP: requests in, cases out, moves between. Mounted by ``config.api``."""

from jiedao.engines.cases.api.cases import router as cases
from jiedao.engines.cases.api.requests import router as requests

__all__ = ["cases", "requests"]
