"""The two hosts, of which a process imports one; the second may not be installed."""

from __future__ import annotations

import importlib.util

HOSTS = {"upstream": "mlir", "iree": "iree.compiler"}
"""The package of each host's bindings."""


def installed(host: str) -> bool:
    package = HOSTS[host]
    return importlib.util.find_spec(package.split(".")[0]) is not None and importlib.util.find_spec(package) is not None
