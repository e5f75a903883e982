"""func: functions, and calls of them."""

from __future__ import annotations

from lanewise.traits.record import Runs, each, pure

pure("func", "constant")
each("func", "func", regions=(Runs.ELSEWHERE,))
each("func", "return")
each("func", "call", once=True, calls="callee")
each("func", "call_indirect", once=True, refused="which function it calls is not known: let func.call name it")
