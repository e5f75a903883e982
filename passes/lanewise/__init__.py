"""Lanewise: how the vectors of a GPU kernel are spread over its lanes, and why.

`analyze(op)` returns layouts, requirements and clashes, and explains them; `Figure(layout)` draws a layout;
`add_passes(pm, "lanewise-resolve-layouts")` puts passes on a PassManager. All use the MLIR bindings that the process
has imported already (see lanewise.mlir.host).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lanewise.layout import NestedLayout as NestedLayout
    from lanewise.transforms import add_passes as add_passes
    from lanewise.view.draw.figure import Figure as Figure
    from lanewise.view.explained import analyze as analyze

_HOMES = {
    "analyze": "lanewise.view.explained",
    "add_passes": "lanewise.transforms",
    "Figure": "lanewise.view.draw.figure",
    "NestedLayout": "lanewise.view.draw.figure",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Import on first use: the host is chosen when its first user is imported."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'lanewise' has no attribute '{name}'")
