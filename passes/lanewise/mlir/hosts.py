"""Which MLIR bindings there may be, and which this process is to use: the one place that knows there are two.

`upstream` is any LLVM wheel that provides `mlir`; `iree` is `iree.compiler`. The two cannot live in one process (their
shared libraries clash), so the choice is made once, when lanewise.mlir.host is first imported: what the process has
imported already, else what a command line asks for, else what LANEWISE_HOST says, else the first that is installed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

PACKAGES = {"upstream": "mlir", "iree": "iree.compiler"}

INSTALL = {"upstream": "pip install lanewise", "iree": "pip install 'lanewise[iree]'"}

DIALECTS = {
    "upstream": frozenset(
        """acc amx async dlti irdl mpi omp ptr shard sparse_tensor vcix wasmssa x86vector xegpu xevm""".split()
    ),
    "iree": frozenset(
        """check chlo flow hal hal_inline hal_loader io_parameters iree_codegen iree_cpu iree_encoding iree_gpu
        iree_linalg_ext iree_map iree_tensor_ext iree_vector_ext pcf rocm stablehlo stream tm_tensor torch torch_c util
        vhlo vm vmvx""".split()
    ),
}
"""Those that no other host has."""

_asked: str | None = None


class HostError(ImportError):
    """No usable bindings; the message says what to install."""


@contextmanager
def asking(name: str | None) -> Iterator[None]:
    """Meanwhile, have a host chosen whatever LANEWISE_HOST says. Raises HostError where there is the other already."""
    global _asked
    _imported(name)
    before, _asked = _asked, name
    try:
        yield
    finally:
        _asked = before


def choose() -> str:
    """The name of the host to use. Raises HostError with the remedy."""
    asked = _asked or os.environ.get("LANEWISE_HOST")
    imported = _imported(asked)
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


def where_known(dialect: str) -> str | None:
    """What to do on another host to have a dialect, if that knows it."""
    for name, dialects in DIALECTS.items():
        if dialect in dialects and PACKAGES[name] + ".ir" not in sys.modules:
            known = f"--host={name} knows it"
            # The package itself, which is not imported to be found: the two cannot live in one process.
            return known if _found(PACKAGES[name]) else f"{known}, after {INSTALL[name]}"
    return None


def _imported(asked: str | None) -> str | None:
    """The host whose bindings this process has. Raises HostError if another is asked for."""
    found = next((name for name, package in PACKAGES.items() if package + ".ir" in sys.modules), None)
    if found and asked and found != asked:
        raise HostError(f"host '{asked}' was asked for, but this process has imported {PACKAGES[found]}.ir already")
    return found


def _installed(package: str) -> bool:
    return _found(package + ".ir")


def _found(module: str) -> bool:
    from importlib.util import find_spec  # Slow to import, like the bindings.

    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
