"""The MLIR bindings that this process uses; see lanewise.mlir.hosts for which."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from lanewise.mlir.hosts import PACKAGES, choose

if TYPE_CHECKING:
    from mlir import ir as ir
    from mlir import passmanager as passmanager
    from mlir import rewrite as rewrite

NAME = choose()
_package = PACKAGES[NAME]

if not TYPE_CHECKING:
    ir = import_module(_package + ".ir")
    passmanager = import_module(_package + ".passmanager")
    rewrite = import_module(_package + ".rewrite")

# Upstream has no iree_vector_ext: its ops are unregistered there, its attributes opaque; assembly/ bridges the text.
KNOWS_VECTOR_EXT = NAME == "iree"


def gpu_enum(kind: str, case: str) -> str:
    """The spelling of an attribute of the gpu dialect, which LLVM 23 changed."""
    return f"#gpu<{kind} {case}>" if NAME == "upstream" else f"#gpu.{kind}<{case}>"


def skip_op_classes() -> None:
    """Wrap ops, in all of this process, without the classes of their dialects: Lanewise reads none, and their modules
    take 30 ms to import."""
    import_module(_package + "._mlir_libs._mlir").globals.dialect_search_modules = []
