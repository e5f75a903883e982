"""How a kernel is launched, as far as attributes of its function say."""

from __future__ import annotations

import re

from lanewise.mlir.attributes import integer
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir

_WORKGROUP = re.compile(r"\bworkgroup_size = \[([0-9]{1,18}(?:, *[0-9]{1,18})*)\]")
_SUBGROUP = re.compile(r"\bsubgroup_size = ([0-9]{1,18})\b")


def _stated(function: ir.Operation, size: re.Pattern[str]) -> str | None:
    # The bindings have no class for translation_info.
    stated = size.search(str(function.attributes.get("translation_info", "")))
    return stated[1] if stated else None


def workgroup_size(function: ir.Operation, needed: str) -> tuple[int, ...]:
    """Lanes along x, y, z, of however many sizes are stated. Raises Failure, which names what is `needed`."""
    stated = _stated(function, _WORKGROUP)
    if stated is not None:
        return tuple(int(size) for size in stated.split(","))
    # What gpu.func has for an attribute of its own, others have with a prefix.
    for name in ("gpu.known_block_size", "known_block_size"):
        if name in function.attributes:
            return tuple(function.attributes[name])
    raise Failure(function, f"how many lanes a workgroup has is not said: needed {needed}")


def subgroup_size(function: ir.Operation, needed: str) -> int:
    """Lanes. Raises Failure, which names what is `needed`."""
    stated = _stated(function, _SUBGROUP)
    if stated is not None:
        return int(stated)
    if "lanewise.subgroup_size" not in function.attributes:
        raise Failure(function, f"how many lanes a subgroup has is not said: needed {needed}")
    attribute = function.attributes["lanewise.subgroup_size"]
    found = integer(attribute)
    if found is None:
        raise Failure(function, f"lanewise.subgroup_size is {attribute}: needed an integer of at most 64 bits")
    return found
