"""What a lane holds: building, moving and combining pieces of whole vectors. Distribute rules are made of it.

Its modules come when a rule asks for them: `pieces.memory.load`. Passes that only analyse never do, which saves them a
tenth of a short run.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanewise.pieces.across_lanes import arg_reduce as arg_reduce
    from lanewise.pieces.across_lanes import comparator as comparator
    from lanewise.pieces.across_lanes import comparator_order as comparator_order
    from lanewise.pieces.across_lanes import convert as convert
    from lanewise.pieces.across_lanes import exchange as exchange
    from lanewise.pieces.across_lanes import parts as parts
    from lanewise.pieces.across_lanes import reduce as reduce
    from lanewise.pieces.across_lanes import reduction_kinds as reduction_kinds
    from lanewise.pieces.across_lanes import scan as scan
    from lanewise.pieces.across_lanes import shuffle as shuffle
    from lanewise.pieces.in_lane import geometry as geometry
    from lanewise.pieces.in_lane import kernel as kernel
    from lanewise.pieces.in_lane import lanes as lanes
    from lanewise.pieces.in_lane import positions as positions
    from lanewise.pieces.in_lane import registers as registers
    from lanewise.pieces.in_lane import rows as rows
    from lanewise.pieces.in_lane import site as site
    from lanewise.pieces.in_memory import accesses as accesses
    from lanewise.pieces.in_memory import barriers as barriers
    from lanewise.pieces.in_memory import consecutive as consecutive
    from lanewise.pieces.in_memory import constants as constants
    from lanewise.pieces.in_memory import gather as gather
    from lanewise.pieces.in_memory import memory as memory
    from lanewise.pieces.in_memory import own_buffers as own_buffers
    from lanewise.pieces.in_memory import private as private

_WINGS = "in_lane", "in_memory", "across_lanes"


def __getattr__(name: str) -> ModuleType:
    for wing in _WINGS:
        path = f"{__name__}.{wing}.{name}"
        if find_spec(path) is not None:
            return globals().setdefault(name, import_module(path))
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
