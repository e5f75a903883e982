"""Shadows: beside each float of a run what it would be without rounding, in f64.

An op first gives its results as always: it alone decides comparisons, casts to integers and addresses, and finds
faults. Then the same semantics, compiled with all floats as f64, give the shadows of its results from those of its
operands; through memory, too (see ShadowMemory). A second shadow is shaken: whatever an op rounds, its operands are
off by up to SHAKE, at random. How far it lies from the first says how much rounding matters to a number; where both
are the same no arithmetic touched it; where it is NaN the shadow has ended, as a decision fell differently for it.

Long: what an op does to numbers, to shadows and to what is known of both is one story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from lanewise.mlir.diagnostics import Failure
from lanewise.sim.machine.buffers import MemRef
from lanewise.sim.machine.machine import Machine, run_step
from lanewise.sim.machine.poison import Numbers, Results, Shadowed, Value, poison_of, strip
from lanewise.sim.machine.program import ELEMENTWISE, CompiledOp, Run
from lanewise.sim.shadow import payload
from lanewise.sim.shadow.planes import is_touched, marked, numbers, spread, with_shadows
from lanewise.sim.values import types
from lanewise.sim.values.rounding import float_info
from lanewise.sim.values.shadow_memory import PLANES
from lanewise.sim.values.types import Array

SHAKE = 2.0**-40
"""Far above the errors of f64, far below what a summand of 65,536 makes of a sum."""

# To whole numbers: a decision like a comparison.
_TO_WHOLE = {f"math.{name}" for name in ("ceil", "floor", "round", "roundeven", "trunc")}

# Of ops that hand on integers: which operands these are. Of others all.
_DATA = {
    "arith.select": (1, 2),
    "gpu.shuffle": (0,),
    "gpu.subgroup_broadcast": (0,),
    "vector.extract": (0,),
    "vector.insert": (0, 1),
}


class Shadows:
    """The shadows of one run. `roundoff`: the largest relative error of one rounding."""

    def __init__(self, seed: int) -> None:
        self._noise = np.random.default_rng(seed)
        self.roundoff = 0.0
        # Whether a decision about control flow or addresses fell differently, so that all shadows have ended.
        self.parted = False
        # Whether a number is too large for its type, so that it is luck whether rounding kept it finite.
        self.overflowed = False
        # Whether integers computed with the bits of a float that has a shadow.
        self._lost = False

    def run(self, machine: Machine, step: CompiledOp, operands: list[Value]) -> Results:
        """The results of an op, with shadows where they differ."""
        how = step.shadow
        if machine.plane is not None:
            run, given = self.inner(machine, step, operands)
            return run(machine, *given)
        if how is None:
            return run_step(machine, step, operands)
        # A linalg op reads its results, too: in f64 it must find what was there before.
        before = machine.keeps_shadows
        machine.keeps_shadows = before or (how.run is not None and step.op.name.startswith("linalg."))
        try:
            results = run_step(machine, step, [numbers(one) for one in operands])
        finally:
            machine.keeps_shadows = before
        touched = bool(step.op.regions) or any(map(is_touched, operands))
        if not touched and (how.moves or not operands or not any(how.results)):
            return self._untouched(step, results)
        if any(how.results):
            self.roundoff = max(self.roundoff, how.roundoff)
        if results is None:
            self._store(machine, step, operands)
            return None
        several = results if isinstance(results, tuple) else (results,)
        if any(isinstance(one, MemRef) for one in several):
            self.unsure(*operands)
            return results
        made = self._shadowed(
            machine, step, operands, [one for one in several if not isinstance(one, MemRef | Shadowed)]
        )
        return made if isinstance(results, tuple) else made[0]

    def inner(self, machine: Machine, step: CompiledOp, operands: Sequence[Value]) -> tuple[Run, list[Value]]:
        """What runs an op of a region that is part of another, and what it gets."""
        how, plane = step.shadow, machine.plane
        if how is None or plane is None:
            return step.run, [numbers(one) for one in operands]
        shaken = how.rounds and plane == 1
        floats = how.floats
        given = [self._given(one, plane, shaken and flag) for one, flag in zip(operands, floats, strict=True)]
        return how.run or step.run, given

    def _given(self, value: Value, plane: int, shaken: bool) -> Value:
        """What an op that computes shadows gets as an operand."""
        if isinstance(value, MemRef):
            return value
        found = value.planes[plane] if isinstance(value, Shadowed) and value.numbers_are_float else strip(value)
        if found.dtype.kind not in "biu" and found.dtype != _SCALE:
            found = found.astype(np.float64, copy=False)
        if shaken:
            found = found * (1 + SHAKE * self._noise.uniform(-1, 1, found.shape))
        return found

    def _planes(self, machine: Machine, run: Run, given: Sequence[Sequence[Value]]) -> list[list[Array]] | None:
        """What `run` makes of each set of operands; None where that cannot be known."""
        found: list[list[Array]] = []
        stats, executed = machine.stats, machine.executed
        machine.stats, machine.executed = Counter(), Counter()
        try:
            for plane, operands in enumerate(given):
                machine.plane = plane
                results = run(machine, *operands)
                several = results if isinstance(results, tuple) else () if results is None else (results,)
                found.append([strip(one) for one in several])
        except Failure:
            return None
        finally:
            machine.plane, machine.stats, machine.executed = None, stats, executed
        return found

    def _float_planes(self, machine: Machine, step: CompiledOp, operands: Sequence[Value]) -> list[list[Array]] | None:
        how = step.shadow
        if how is None or how.run is None:
            return None
        given = []
        for plane in PLANES:
            shaken = how.rounds and plane == 1
            given.append([self._given(one, plane, shaken and f) for one, f in zip(operands, how.floats, strict=True)])
        return self._planes(machine, how.run, given)

    def _shadowed(
        self, machine: Machine, step: CompiledOp, operands: list[Value], results: list[Numbers]
    ) -> tuple[Value, ...]:
        """The results of an op with what belongs to them."""
        how = step.shadow
        assert how is not None
        bits = payload.cast(step.op, operands, results)
        if bits is not None:
            return (bits,)
        if not any(how.results) and not any(how.floats):
            return self._integers(machine, step, operands, results)
        planes = self._float_planes(machine, step, operands)
        differs = self._decided(step, results, planes)
        marks = [np.isnan(one.planes[1]) for one in operands if isinstance(one, Shadowed) and one.is_unsure]
        made: list[Value] = []
        for number, (one, is_float) in enumerate(zip(results, how.results, strict=True)):
            typed = strip(one)
            if not is_float:
                made.append(marked(one, spread(differs, typed.shape)))
                continue
            other = spread(differs, typed.shape)
            if planes is not None and how.roundoff and planes[0][number].shape == typed.shape:
                over = np.abs(planes[0][number]) > float(float_info(typed.dtype).max)
                self.overflowed = self.overflowed or bool(over.any())
                marks = [*marks, over] if over.any() else marks
            ended = np.logical_or.reduce([other, *(spread(mark, typed.shape) for mark in marks)])
            made.append(
                with_shadows(one, None if planes is None else [plane[number] for plane in planes], other, ended)
            )
        return tuple(made)

    def _decided(self, step: CompiledOp, results: list[Numbers], planes: list[list[Array]] | None) -> Array:
        """Where results that are decisions would be others by the shadows."""
        how = step.shadow
        assert how is not None
        differs = np.zeros((), bool)
        for number, (one, is_float) in enumerate(zip(results, how.results, strict=True)):
            if is_float and step.op.name not in _TO_WHOLE:
                continue
            if planes is None:
                return np.ones((), bool)
            typed = strip(one).astype(np.float64)
            for plane in PLANES:
                other = planes[plane][number].astype(np.float64)
                new = (other != typed) & ~((typed != typed) & (other != other)) & ~poison_of(one)
                differs = new if differs.ndim == 0 else differs | spread(new, differs.shape)
        return differs

    def _integers(
        self, machine: Machine, step: CompiledOp, operands: list[Value], results: list[Numbers]
    ) -> tuple[Value, ...]:
        """Of integers that hold a float's bits, or are unsure."""
        how = step.shadow
        assert how is not None
        if how.moves:
            which = _DATA.get(step.op.name, range(len(operands)))
            self.unsure(*(one for number, one in enumerate(operands) if number not in which))
            moved = [operands[number] for number in which]
            layers = payload.layers(moved)
            if layers is not None:
                of, columns = layers
                given = []
                for row in columns:
                    whole = [numbers(one) for one in operands]
                    for number, plane in zip(which, row, strict=True):
                        whole[number] = plane
                    given.append(whole)
                planes = self._planes(machine, step.run, given)
                if planes is not None:
                    return tuple(
                        Shadowed(one, tuple(layer[number] for layer in planes), of) if _hands_on(step, number) else one
                        for number, one in enumerate(results)
                    )
        self.lose(*operands)
        if step.poison != ELEMENTWISE:
            self.unsure(*operands)
            return tuple(results)
        marks = [np.isnan(one.planes[1]) for one in operands if isinstance(one, Shadowed) and one.is_unsure]
        if not marks:
            return tuple(results)
        unsure = np.logical_or.reduce(np.broadcast_arrays(*marks))
        return tuple(marked(one, spread(unsure, strip(one).shape)) for one in results)

    def _store(self, machine: Machine, step: CompiledOp, operands: list[Value]) -> None:
        how = step.shadow
        assert how is not None
        self.lose(*operands)
        self.unsure(*operands)
        if how.run is not None and self._float_planes(machine, step, operands) is None:
            self.parted = True

    def _untouched(self, step: CompiledOp, results: Results) -> Results:
        """Bits of a float that were computed with have no shadow any more."""
        if not self._lost or step.op.name not in payload.CASTS or not isinstance(results, np.ndarray):
            return results
        if step.shadow is None or not any(step.shadow.results) or any(step.shadow.floats):
            return results
        return payload.ended(results)

    def lose(self, *values: Value) -> None:
        """Integers that hold bits of floats are computed with."""
        self._lost = self._lost or any(isinstance(one, Shadowed) and one.of is not None for one in values)

    def unsure(self, *values: Value) -> None:
        """These numbers decide about control flow or addresses."""
        marks = [one for one in values if isinstance(one, Shadowed) and one.is_unsure]
        self.parted = self.parted or any(bool(np.isnan(one.planes[1]).any()) for one in marks)


_SCALE = np.dtype(types.FLOATS[types.SCALE])


def _hands_on(step: CompiledOp, number: int) -> bool:
    """Whether a result is an operand handed on; that of a shuffle is not which says that it is valid."""
    return not (step.op.name in ("gpu.shuffle", "gpu.rotate") and number > 0)
