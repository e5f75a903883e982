"""The ops that a host has, by name."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from lanewise.mlir import host
from lanewise.mlir.host import ir
from lanewise.mlir.hosts import PACKAGES


def registered(dialects: Iterable[str]) -> frozenset[str]:
    """The ops of some dialects on this process's host: those that its bindings have classes for, and words in its
    library that are ops, as some dialects have no Python modules."""
    root = Path(next(iter(import_module(PACKAGES[host.NAME]).__path__)))
    prefixes = tuple(f"{dialect}." for dialect in dialects)
    context = ir.Context()
    words = {*_in_library(root / "_mlir_libs", prefixes), *_in_bindings(root / "dialects")}
    return frozenset(name for name in words if name.startswith(prefixes) and context.is_registered_operation(name))


def _in_bindings(folder: Path) -> Iterator[str]:
    for file in folder.glob("_*_ops_gen.py"):
        yield from re.findall(r'OPERATION_NAME = "([^"]+)"', file.read_text())


def _in_library(folder: Path, prefixes: Iterable[str]) -> Iterator[str]:
    word = re.compile(rb"[a-z_0-9.]+")
    for library in folder.glob("*.so*"):
        if library.stat().st_size < 1 << 20:
            continue
        with library.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            for prefix in map(str.encode, prefixes):
                at = content.find(prefix)
                while at >= 0:
                    match = word.match(content, at)
                    assert match is not None
                    yield match[0].decode()
                    at = content.find(prefix, at + 1)
