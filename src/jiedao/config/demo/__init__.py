"""The demo town: an invented sub-district, drawn by a seed, and a year of its life."""
