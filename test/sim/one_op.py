"""One op on scalars in the simulator, for tests that know the result themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
from lanewise.mlir.host import ir
from lanewise.sim import semantics  # noqa: F401 - registers them
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.poison import Poisoned, poison_of, strip
from lanewise.sim.machine.program import Program
from lanewise.sim.values import types


def run(lines: str, arguments: dict[str, tuple[str, Any]] | None = None, result: str = "i32") -> Any:
    """The value of %r, computed by the lines from scalars with one number a lane (or one for all)."""
    given = arguments or {}
    parameters = ", ".join(f"%{name}: {kind}" for name, (kind, _) in given.items())
    text = f"func.func @f({parameters}) -> {result} {{\n{lines}\nreturn %r : {result}\n}}"
    with ir.Context():
        module = ir.Module.parse(text)
        program = Program(module.body.operations[0].operation, module.operation)
        values = tuple(value if isinstance(value, Poisoned) else array(kind, value) for kind, value in given.values())
        [value] = Machine((max([len(strip(v)) for v in values], default=1), 1, 1), 32).call(program, values)
        return value


def array(kind: str, values: Any) -> np.ndarray:
    return np.atleast_1d(np.array(values)).astype(types.scalar_named(kind).dtype)


def poison(lines: str, arguments: dict[str, tuple[str, Any]], result: str = "i32") -> list[bool]:
    value = run(lines, arguments, result)
    return np.broadcast_to(poison_of(value), strip(value).shape).tolist()
