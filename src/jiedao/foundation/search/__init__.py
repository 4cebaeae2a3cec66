"""Chinese substring search over any kind of record.

A kind gets its index by ``operations.CreateTextIndex("case")`` in a migration of its app; then
``index``, ``reindex``, ``remove`` and ``search`` work on it.
"""

from jiedao.foundation.search.finding import search
from jiedao.foundation.search.store import index, reindex, remove

__all__ = ["index", "reindex", "remove", "search"]
