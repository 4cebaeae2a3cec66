"""Chinese substring search over any kind of record.

A kind gets its index by ``operations.CreateTextIndex("case")`` in a migration of its app; then
``index``, ``reindex`` and ``search`` work on it.
"""

from jiedao.foundation.search.finding import search
from jiedao.foundation.search.store import index, reindex

__all__ = ["index", "reindex", "search"]
