"""Run a function of a text in the simulator."""

import lanewise.sim.semantics  # noqa: F401 - registers them
import numpy as np
from lanewise.mlir.attributes import GLOBAL
from lanewise.mlir.functions import find_function
from lanewise.mlir.host import ir
from lanewise.sim.machine.buffers import Buffer, MemRef
from lanewise.sim.machine.machine import Machine
from lanewise.sim.machine.program import Program
from lanewise.sim.values import types


def run(text, *arguments, lanes=1):
    """What a function with this signature and body returns."""
    with ir.Context():
        module = ir.Module.parse(text)
        program = Program(find_function(module.operation, None), module.operation)
        return Machine((lanes, 1, 1), lanes).call(program, arguments)


def holding(name, element, values):
    """A buffer of these values."""
    return Buffer(name, GLOBAL, element, len(values), contents=lambda first, count: values[first : first + count])


def memory(data, element="f32"):
    data = np.array(data, types.scalar_named(element).dtype)
    return MemRef.whole(holding("buffer", types.scalar_named(element), data.reshape(-1)), data.shape)


def number(*values):
    return np.array(values, np.int64)
