"""Pages of the figures: all of a period, one with its trend and map, and the records behind it."""
