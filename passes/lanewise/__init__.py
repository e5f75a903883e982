"""Lanewise: how the vectors of a GPU kernel are spread over its lanes, and why.

`analyze(op)` returns layouts, requirements and clashes, and explains them; `Figure(layout)` draws a layout;
`add_passes(pm, "lanewise-resolve-layouts")` puts passes on a PassManager. These use the MLIR bindings that the process
has imported already (see lanewise.mlir.hosts). `check_many(paths)` judges kernels in processes of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanewise.mlir.lazy import front

if TYPE_CHECKING:
    from lanewise.check.checked import CheckedKernel as CheckedKernel
    from lanewise.check.many import check_many as check_many
    from lanewise.command.version import __version__ as __version__
    from lanewise.layout import NestedLayout as NestedLayout
    from lanewise.transforms import add_passes as add_passes
    from lanewise.view.draw.figure import Figure as Figure
    from lanewise.view.explained import analyze as analyze

_HOMES = {
    "analyze": "lanewise.view.explained",
    "check_many": "lanewise.check.many",
    "add_passes": "lanewise.transforms",
    "CheckedKernel": "lanewise.check.checked",
    "Figure": "lanewise.view.draw.figure",
    "NestedLayout": "lanewise.view.draw.figure",
}

__all__ = list(_HOMES)

if not TYPE_CHECKING:
    __getattr__ = front(__name__, _HOMES | {"__version__": "lanewise.command.version"})
