"""Every write of the places: areas, their shapes, and the lines of the base map."""

from jiedao.foundation.places.actions.areas import (
    NewArea,
    add_area,
    add_areas,
    change_area,
    end_area,
    rename_area,
)
from jiedao.foundation.places.actions.features import NewFeature, add_features, remove_features
from jiedao.foundation.places.actions.reform import merge_areas, split_area
from jiedao.foundation.places.actions.shapes import NewShape, reshape_area, reshape_areas

__all__ = [
    "NewArea",
    "NewFeature",
    "NewShape",
    "add_area",
    "add_areas",
    "add_features",
    "change_area",
    "end_area",
    "merge_areas",
    "remove_features",
    "rename_area",
    "reshape_area",
    "reshape_areas",
    "split_area",
]
