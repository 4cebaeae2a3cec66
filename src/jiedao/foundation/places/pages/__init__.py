"""Pages of places: the tree with the map, an area, the import of areas."""
