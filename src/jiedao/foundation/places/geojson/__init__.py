"""Areas from GeoJSON and to it."""

from jiedao.foundation.places.geojson.exporting import export_areas
from jiedao.foundation.places.geojson.importing import import_areas
from jiedao.foundation.places.geojson.problems import Problem, Report, Severity

__all__ = ["Problem", "Report", "Severity", "export_areas", "import_areas"]
