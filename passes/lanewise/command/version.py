"""Which Lanewise this is, and on which bindings. Takes 0.1 s to import."""

from __future__ import annotations

from importlib import metadata

try:
    __version__ = metadata.version("lanewise")
except metadata.PackageNotFoundError:
    __version__ = "(not installed, run from its source)"


def versions() -> str:
    """One line: also name and version of the wheel behind the bindings."""
    from lanewise.mlir import host, hosts

    package = hosts.PACKAGES[host.NAME]
    wheels = metadata.packages_distributions().get(package.partition(".")[0])
    bindings = f"{wheels[0]} {metadata.version(wheels[0])}" if wheels else f"{package} (version unknown)"
    return f"lanewise {__version__} on host {host.NAME}: {bindings}\n"
