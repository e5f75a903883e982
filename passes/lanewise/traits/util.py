"""util: what is known of numbers. Most else is the host's side."""

from __future__ import annotations

from lanewise.traits.record import Aliases, Runs, each, pure, refuse

pure(
    "util",
    """
    align assume.int cmp.eq cmp.ne null numeric.optional_narrow range.extents range.max range.min sizeof switch
    """,
)
pure("util", "cast", aliases=Aliases.FORWARDED)
each(
    "util",
    "hoistable_conversion",
    regions=(Runs.AT_MOST_ONCE,),
    refused="it is for tensors, before they become memory",
)
each("util", "optimization_barrier", aliases=Aliases.FORWARDED)
each("util", "unfoldable_constant")
each("util", "func initializer", regions=(Runs.ELSEWHERE,))
each("util", "call", once=True, calls="callee")
each("util", "return scf.unreachable unreachable")
refuse(
    "util",
    "it belongs to the host's side: globals, lists, strings, buffers of bytes",
    """
    buffer.alloc buffer.compare buffer.constant buffer.copy buffer.dealloc buffer.fill buffer.hash buffer.load
    buffer.size buffer.slice buffer.storage buffer.store buffer.subspan global global.address global.load
    global.load.indirect global.store global.store.indirect list.construct list.create list.get list.resize list.set
    list.size status.check_ok string.format string.itoa
    """,
)
