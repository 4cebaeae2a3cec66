"""The ground of the demo town: shore, river, hills, roads, blocks, lots and buildings.

Pure geometry on numpy and shapely, in metres (x east, y north); only ``chart`` knows degrees.
"""
