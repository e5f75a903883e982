"""builtin: modules, and what stands between two conversions."""

from __future__ import annotations

from lanewise.traits.record import Aliases, Runs, each, pure

pure("builtin", "unrealized_conversion_cast", aliases=Aliases.FORWARDED)
each("builtin", "module", regions=(Runs.ELSEWHERE,))
