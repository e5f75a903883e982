"""bufferization: between values and memory."""

from __future__ import annotations

from lanewise.traits.record import Aliases, each, pure

pure("bufferization", "to_buffer", aliases=Aliases.OPERAND)
# The tensor may be read as long as it lives.
each("bufferization", "to_tensor", reads=(0,), aliases=Aliases.OPERAND)
