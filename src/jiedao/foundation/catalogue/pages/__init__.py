"""Pages of the catalogue: the tree, an item, the draft, editions, files."""
