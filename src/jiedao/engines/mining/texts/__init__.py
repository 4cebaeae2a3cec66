"""Texts as numbers: what classifying, likeness and grouping share. Knows no database."""
