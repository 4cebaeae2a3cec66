"""Generated kinds over HTTP: for each kind typed addresses under ``/records/KIND``.

``config.api`` calls ``build`` once, after the registry is closed.
"""

from jiedao.foundation.records.api.mounting import build

__all__ = ["build"]
