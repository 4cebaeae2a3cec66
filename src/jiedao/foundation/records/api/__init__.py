"""Generated kinds over HTTP: for each kind typed addresses under ``/records/KIND``.

``config.api`` adds those of a kind when they are first asked for.
"""

from jiedao.foundation.records.api.mounting import add_kind

__all__ = ["add_kind"]
