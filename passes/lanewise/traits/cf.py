"""cf: control flow between blocks."""

from __future__ import annotations

from lanewise.traits.record import each

each("cf", "assert", once=True)
each("cf", "br")
each("cf", "cond_br switch", decides=(0,))
