"""Fronts of packages that import on first use: the host is chosen when its first user is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def front(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a package; `homes` says by name which module has it."""

    def get(name: str) -> object:
        if name in homes:
            return getattr(import_module(homes[name]), name)
        raise AttributeError(f"module '{package}' has no attribute '{name}'")

    return get
