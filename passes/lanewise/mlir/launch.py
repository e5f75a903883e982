"""How a kernel is launched, as far as attributes of its function say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest

from lanewise.mlir.attributes import integer
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir

_WORKGROUP = re.compile(r"\bworkgroup_size = \[([0-9]{1,18}(?:, *[0-9]{1,18})*)\]")
_SUBGROUP = re.compile(r"\bsubgroup_size = ([0-9]{1,18})\b")


def _stated(function: ir.Operation, size: re.Pattern[str]) -> str | None:
    # The bindings have no class for translation_info.
    stated = size.search(str(function.attributes.get("translation_info", "")))
    return stated[1] if stated else None


Sizes = Mapping[str, tuple[int, ...]]
"""Of workgroups, along x, y, z, however many are stated, or of subgroups, by what states them."""


def workgroup_size(function: ir.Operation, needed: str, options: Sizes | None = None) -> tuple[int, ...]:
    """Lanes. Raises Failure, which names what is `needed`, or the two that contradict each other."""
    return _agreed(function, "workgroup", {**(options or {}), **workgroup_sizes(function)}, needed)


def subgroup_size(function: ir.Operation, needed: str, options: Sizes | None = None) -> int:
    """Lanes. Raises Failure as `workgroup_size` does."""
    return _agreed(function, "subgroup", {**(options or {}), **subgroup_sizes(function)}, needed)[0]


def workgroup_sizes(function: ir.Operation) -> Sizes:
    """What attributes say. Raises Failure for one that is not read."""
    found = {}
    stated = _stated(function, _WORKGROUP)
    if stated is not None:
        found["translation_info"] = tuple(int(size) for size in stated.split(","))
    # What gpu.func has for an attribute of its own, others have with a prefix.
    for name in ("gpu.known_block_size", "known_block_size"):
        if name in function.attributes:
            attribute = function.attributes[name]
            if not isinstance(attribute, ir.DenseI32ArrayAttr):
                raise Failure(function, f"{name} is {attribute}: needed an array of i32")
            found[name] = tuple(attribute)
    return found


def subgroup_sizes(function: ir.Operation) -> Sizes:
    """What attributes say. Raises Failure for one that is not read."""
    found = {}
    stated = _stated(function, _SUBGROUP)
    if stated is not None:
        found["translation_info"] = (int(stated),)
    if "lanewise.subgroup_size" in function.attributes:
        attribute = function.attributes["lanewise.subgroup_size"]
        size = integer(attribute)
        if size is None:
            raise Failure(function, f"lanewise.subgroup_size is {attribute}: needed an integer of at most 64 bits")
        found["lanewise.subgroup_size"] = (size,)
    return found


def _agreed(function: ir.Operation, whose: str, stated: Sizes, needed: str) -> tuple[int, ...]:
    """The one size that is stated, by whoever states it; sizes of 1 at the end do not matter."""
    if not stated:
        raise Failure(function, f"how many lanes a {whose} has is not said: needed {needed}")
    (first, size), *others = stated.items()
    for name, other in others:
        if any(one != another for one, another in zip_longest(size, other, fillvalue=1)):
            said = f"{list(size)} by {first} and {list(other)} by {name}"
            raise Failure(function, f"how many lanes a {whose} has is said in two ways, {said}: let them agree")
    return size
