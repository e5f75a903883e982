"""ub: what must not be met."""

from __future__ import annotations

from lanewise.traits.record import each, pure

pure("ub", "poison")
each("ub", "unreachable")
