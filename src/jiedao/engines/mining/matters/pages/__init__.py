"""Pages of the classes of matters."""
