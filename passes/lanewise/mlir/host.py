"""The MLIR bindings that this process uses: the one place that knows there are two.

`upstream` is any LLVM wheel that provides `mlir`; `iree` is `iree.compiler`. The two cannot live in one process (their
shared libraries clash), so the choice is made once, when this module is first imported: what the process has imported
already, else what LANEWISE_HOST says, else the first that is installed.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlir import ir as ir
    from mlir import passmanager as passmanager
    from mlir import rewrite as rewrite

PACKAGES = {"upstream": "mlir", "iree": "iree.compiler"}

INSTALL = {
    "upstream": "pip install lanewise",
    "iree": "pip install 'lanewise[iree]'",
}


class HostError(ImportError):
    """No usable bindings; the message says what to install."""


def _installed(package: str) -> bool:
    try:
        return find_spec(package + ".ir") is not None
    except ModuleNotFoundError:
        return False


def choose() -> str:
    """The name of the host to use. Raises HostError with the remedy."""
    asked = os.environ.get("LANEWISE_HOST")
    imported = next((name for name, package in PACKAGES.items() if package + ".ir" in sys.modules), None)
    if imported and asked and imported != asked:
        raise HostError(f"host '{asked}' was asked for, but this process has imported {PACKAGES[imported]}.ir already")
    if imported:
        return imported
    if asked:
        if asked not in PACKAGES:
            raise HostError(f"unknown host '{asked}': expected one of {', '.join(PACKAGES)}")
        if not _installed(PACKAGES[asked]):
            raise HostError(f"host '{asked}' needs the package {PACKAGES[asked]}: {INSTALL[asked]}")
        return asked
    for name, package in PACKAGES.items():
        if _installed(package):
            return name
    raise HostError(f"no MLIR bindings are installed: {INSTALL['upstream']}")


NAME = choose()
_package = PACKAGES[NAME]

if not TYPE_CHECKING:
    ir = import_module(_package + ".ir")
    passmanager = import_module(_package + ".passmanager")
    rewrite = import_module(_package + ".rewrite")

# Upstream has no iree_vector_ext: its ops are unregistered there, its attributes opaque; text.py bridges the assembly.
KNOWS_VECTOR_EXT = NAME == "iree"


def gpu_enum(kind: str, case: str) -> str:
    """The spelling of an attribute of the gpu dialect, which LLVM 23 changed."""
    return f"#gpu<{kind} {case}>" if NAME == "upstream" else f"#gpu.{kind}<{case}>"


def skip_op_classes() -> None:
    """Wrap ops without the classes of their dialects: Lanewise reads none, and their modules take 30 ms to import."""
    import_module(_package + "._mlir_libs._mlir").globals.dialect_search_modules = []


def own_version() -> str:
    """Of Lanewise itself."""
    from importlib import metadata  # slow to import

    try:
        return metadata.version("lanewise")
    except metadata.PackageNotFoundError:
        return "(not installed, run from its source)"


def version() -> str:
    """Name and version of the wheel behind the bindings."""
    from importlib import metadata  # slow to import

    for wheel in metadata.packages_distributions().get(_package.partition(".")[0], ()):
        return f"{wheel} {metadata.version(wheel)}"
    return f"{_package} (version unknown)"
