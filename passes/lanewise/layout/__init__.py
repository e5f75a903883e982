"""The layout of a vector and its algebra, in plain Python: nothing here knows of MLIR."""

from lanewise.layout.nested import FIELDS, LayoutError, NestedLayout

__all__ = ["FIELDS", "LayoutError", "NestedLayout"]
