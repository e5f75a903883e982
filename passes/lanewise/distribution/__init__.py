"""One function from whole vectors to what a lane does: the rules of all its ops applied, in order."""

from lanewise.distribution.driver import populate_distribution_patterns
from lanewise.pieces.in_lane.geometry import Geometry

__all__ = ["Geometry", "populate_distribution_patterns"]
