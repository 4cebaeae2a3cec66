"""Which earlier texts are like this one: an index of hashed n-grams. Knows no database."""

from jiedao.engines.mining.likeness.index import Like as Like
from jiedao.engines.mining.likeness.index import LikenessIndex as LikenessIndex
