"""Making one's own town: from answers to a few questions, or from a folder of files.

The folder may hold ``areas.geojson``, ``units.xlsx``, ``staff.xlsx``, ``catalogue.xlsx`` (each
table as ``.csv`` too) and ``town.toml``; what is missing is added in the pages later.
"""
