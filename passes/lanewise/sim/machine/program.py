"""A function compiled for simulation: each op's semantics looked up and its attributes read once, values numbered.

Long: what is known of an op, and what compiles a function to such, are one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lanewise.mlir.attributes import find_symbol
from lanewise.mlir.functions import functions_of
from lanewise.mlir.host import ir
from lanewise.sim.machine.faults import Fault, FaultKind, Unsupported
from lanewise.sim.machine.poison import Results
from lanewise.sim.values import types

Run = Callable[..., Results]
"""(machine, *operands) -> the results."""


@dataclass(slots=True)
class Op:
    """What the semantics of an op may ask of an op when it is compiled."""

    op: ir.Operation
    name: str
    operand_types: list[ir.Type]
    result_types: list[ir.Type]
    regions: list[Body]
    program: Program

    @property
    def attributes(self) -> ir.OpAttributeMap:
        return self.op.attributes

    @property
    def segments(self) -> list[int]:
        """How many operands each group of them has."""
        return list(self.op.attributes["operandSegmentSizes"])

    def fault(self, text: str, *, kind: FaultKind) -> Fault:
        return Fault(self.op, text, kind=kind)

    def unsupported(self, text: str) -> Unsupported:
        return Unsupported(self.op, f"'{self.name}' op: {text}")


Semantics = Callable[[Op], Run]


@dataclass(slots=True)
class ShadowStep:
    """How an op computes shadows: as it computes its results, with all floats in f64."""

    # None where it cannot be: then shadows end here.
    run: Run | None
    # Which operands and which results are floats, or vectors of them.
    floats: tuple[bool, ...]
    results: tuple[bool, ...]
    # Whether it hands on, chooses or rearranges elements as they are.
    moves: bool
    # Whether it rounds the results of arithmetic; the largest relative error of any rounding.
    rounds: bool
    roundoff: float


# How poison goes through an op. Elementwise: element by element. Structural: results are operands rearranged, so is
# their poison. Whole: a result is poison in each lane where an operand has any. Raw: the semantics look for itself.
ELEMENTWISE, STRUCTURAL, WHOLE, RAW = "elementwise", "structural", "whole", "raw"

ShadowOf = Callable[[Op, str, Semantics], ShadowStep | None]

SEMANTICS: dict[str, tuple[str, Semantics]] = {}

TELLS_LANES_APART: set[str] = set()
ASKS_FOR_WORKGROUP: set[str] = set()


def semantics(
    *names: str, poison: str = WHOLE, lanes: bool = False, workgroups: bool = False
) -> Callable[[Semantics], Semantics]:
    """Register what ops do. Raises ValueError when one has semantics already.

    `lanes`: whether what they give differs from lane to lane though nothing did before. `workgroups`: whether they ask
    which workgroup runs, or how many there are.
    """

    def register(function: Semantics) -> Semantics:
        for name in names:
            if name in SEMANTICS:
                raise ValueError(f"{name} has semantics already")
            SEMANTICS[name] = poison, function
        TELLS_LANES_APART.update(names if lanes else ())
        ASKS_FOR_WORKGROUP.update(names if workgroups else ())
        return function

    return register


@dataclass(slots=True)
class CompiledOp:
    """One op, ready to run: it reads and writes numbered values."""

    run: Run
    poison: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    op: Op
    # What computes its shadows; None where the op has none.
    shadow: ShadowStep | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """How a terminator goes on in the blocks after it."""

    handed: tuple[slice, ...]
    """For each successor which of the terminator's operands are the arguments of that block."""
    choose: Callable[..., Any]
    """(machine, *operands) -> the number of the successor in each lane, or one for all."""


BRANCHES: dict[str, Callable[[Op], Branch]] = {}


def branch(name: str) -> Callable[[Callable[[Op], Branch]], Callable[[Op], Branch]]:
    """Register where a terminator with successors goes."""

    def register(function: Callable[[Op], Branch]) -> Callable[[Op], Branch]:
        BRANCHES[name] = function
        return function

    return register


@dataclass(slots=True)
class Block:
    """One of several blocks of a region."""

    arguments: tuple[int, ...]
    steps: list[CompiledOp]
    end: Op  # The terminator, what it reads, and where it goes to; nowhere when it leaves the region.
    inputs: tuple[int, ...]
    successors: tuple[int, ...]
    branch: Branch | None


@dataclass(slots=True)
class Body:
    """The one block of a region: arguments, steps, and the values that its terminator hands on."""

    arguments: tuple[int, ...] = ()
    steps: list[CompiledOp] = field(default_factory=list)
    yielded: tuple[int, ...] = ()
    combined_by: list[Body] = field(default_factory=list)
    """Of an scf.reduce: how each operand is combined with those of other iterations."""
    blocks: tuple[Block, ...] = ()
    """Where the region has several, all of them, the first one first; then there is nothing in the fields above."""
    graph: Any = None  # What is known of these blocks, once it is asked for.


# Terminators that do nothing but hand on their operands.
FORWARDING = set(
    """
    affine.yield func.return gpu.return gpu.yield iree_codegen.yield iree_gpu.yield iree_linalg_ext.yield
    iree_vector_ext.yield linalg.yield memref.alloca_scope.return memref.atomic_yield scf.condition
    scf.forall.in_parallel scf.reduce scf.reduce.return scf.yield vector.yield
""".split()
)

# Ops that know memrefs of vectors. In the simulator such a memref has more dimensions than its type, which would
# mislead others.
OF_VECTORS = set(
    """
    arith.select func.call func.call_indirect memref.alloc memref.alloca memref.assume_alignment memref.cast memref.copy
    memref.dealloc memref.load memref.memory_space_cast memref.store scf.for scf.if scf.while vector.type_cast
""".split()
)


class Program:
    """A function with everything that it may call. Raises Unsupported for an op without semantics."""

    def __init__(
        self,
        function: ir.Operation,
        module: ir.Operation,
        callers: tuple[ir.Operation, ...] = (),
        compiled: dict[ir.Operation, Program] | None = None,
        shadow_of: ShadowOf | None = None,
    ) -> None:
        """`compiled` are functions that are called. With `shadow_of` ops know how to compute shadows."""
        self.shadow_of = shadow_of
        self._compiled = {} if compiled is None else compiled
        self.module = module
        self.function = function
        self.slots: dict[ir.Value, int] = {}
        self._callers = (*callers, function)
        self.body = self._body(function.regions[0])

    def called(self, symbol: ir.Attribute, op: Op) -> Program:
        """The function that `op` calls by its symbol, compiled. Raises Unsupported."""
        function = find_symbol(symbol, self.table)
        if function not in functions_of(self.module):
            raise op.unsupported(f"there is no body of {symbol} to call")
        if function in self._callers:
            raise op.unsupported(f"{symbol} calls itself, which is not simulated")
        if function not in self._compiled:
            self._compiled[function] = Program(function, self.module, self._callers, self._compiled, self.shadow_of)
        return self._compiled[function]

    @property
    def table(self) -> ir.Operation:
        """In which symbols are looked up: what the function stands in."""
        parent = self.function.parent
        return self.module if parent is None else parent.operation

    @property
    def functions(self) -> list[ir.Operation]:
        """The function and those that it may call."""
        return [self.function, *self._compiled]

    def slot(self, value: ir.Value) -> int:
        return self.slots.setdefault(value, len(self.slots))

    def _body(self, region: ir.Region) -> Body:
        blocks = list(region)
        if not blocks:
            return Body()
        if len(blocks) > 1:
            return Body(blocks=tuple(self._block(block, blocks) for block in blocks))
        [block] = blocks
        body = Body(tuple(self.slot(argument) for argument in block.arguments))
        for view in block.operations:
            op = view.operation
            if op.name in FORWARDING:
                body.yielded = tuple(self.slot(value) for value in op.operands)
                body.combined_by = [self._body(inner) for inner in op.regions]
            else:
                body.steps.append(self._step(op))
        return body

    def _block(self, block: ir.Block, blocks: Sequence[ir.Block]) -> Block:
        *ops, last = [view.operation for view in block.operations]
        successors = tuple(blocks.index(successor) for successor in last.successors)
        if successors and last.name not in BRANCHES:
            raise Unsupported(last, f"the simulator does not know the op '{last.name}'")
        if not successors and last.name not in FORWARDING:
            ops.append(last)
        steps, end = [self._step(op) for op in ops], self._known(last)
        slots = [tuple(map(self.slot, values)) for values in (block.arguments, last.operands)]
        return Block(slots[0], steps, end, slots[1], successors, BRANCHES[last.name](end) if successors else None)

    def _known(self, op: ir.Operation) -> Op:
        bodies = [self._body(region) for region in op.regions] if op.name != "func.func" else []
        return Op(op, op.name, [one.type for one in op.operands], [one.type for one in op.results], bodies, self)

    def _step(self, op: ir.Operation) -> CompiledOp:
        if op.name not in SEMANTICS:
            raise Unsupported(op, f"the simulator does not know the op '{op.name}'")
        known = self._known(op)
        types_ = (*known.operand_types, *known.result_types)
        if op.name not in OF_VECTORS and any(map(types.holds_vectors, types_)):
            raise known.unsupported("on a memref of vectors it is not simulated")
        poison, compile_ = SEMANTICS[op.name]
        try:
            run = compile_(known)
        except types.UnknownType as problem:
            raise known.unsupported(str(problem)) from None
        step = CompiledOp(run, poison, tuple(map(self.slot, op.operands)), tuple(map(self.slot, op.results)), known)
        if self.shadow_of is not None:
            step.shadow = self.shadow_of(known, poison, compile_)
        return step
