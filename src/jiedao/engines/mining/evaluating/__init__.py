"""Measuring on files: each metric is computed here, from the data path given."""
