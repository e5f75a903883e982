"""index: numbers from numbers."""

from __future__ import annotations

from lanewise.traits.record import pure

pure(
    "index",
    """
    add and bool.constant casts castu ceildivs ceildivu cmp constant divs divu floordivs maxs maxu mins minu mul or rems
    remu shl shrs shru sizeof sub xor
    """,
)
