"""A kernel under construction: its lines, what may be read at this point, and what is known of it.

Two runs that sum in another order must agree to the bit, or each comparison of floats would be a matter of luck. So
all floats are integers, and each value knows a bound of its magnitude, small enough that no sum rounds.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from builder import Vector
from covering import Workgroup, covering_layout, random_workgroup
from layouts import RandomLayout

# Up to where a format has all integers.
EXACT = {"f32": 2**24, "f16": 2**11, "bf16": 2**8, "f64": 2**53}
# What a value in the pool is at most: products of two stay exact, with some room for sums of them.
LIMIT = {"f32": 1024, "f16": 32, "bf16": 8, "f64": 1024}
FLOATS = tuple(EXACT)
ELEMS = (*FLOATS, "i32", "i8", "i16", "i64", "index")
SIZES = (2, 3, 4, 5, 6, 8, 12, 16, 20, 32, 64, 128)
MAX_ELEMENTS = 2**12
MAX_RANK = 4
LAYOUTS_PER_SHAPE = 3
INPUT = 2
"""Magnitude of what buffers hold."""


@dataclass(frozen=True, slots=True)
class Value:
    """A vector. `laid` says that a layout reaches it by itself, `bound` is of floats."""

    name: str
    type: Vector
    laid: bool
    bound: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A float within `bound`, or an integer of which 0 <= value <= bound if bound is not None."""

    name: str
    elem: str
    bound: int | None


@dataclass(frozen=True, slots=True)
class Buffer:
    """A memref argument: its element type, its sizes, and how many elements lie between its first and its last."""

    elem: str
    sizes: tuple[int, ...]
    count: int


class Kernel:
    """Random choices and the text they lead to; everything follows from `rng`."""

    def __init__(self, rng: random.Random, host: str) -> None:
        self.rng = rng
        self.host = host
        self.group: Workgroup = random_workgroup(rng)
        # Not a number and infinite among the inputs; vectors as arguments and results; more than one workgroup.
        self.wild, self.has_vector_arguments = self.chance(0.1), self.chance(0.15)
        self.grid = rng.choice((1, 1, 1, 1, 1, 2, 3))
        self.dims = rng.sample(SIZES, rng.choice((1, 2, 2, 3)))
        self.elems = rng.sample(ELEMS, rng.choice((1, 2, 2, 3)))
        self.aliases: dict[str, str] = {}
        self.args: list[str] = []
        self.buffers: dict[int, Buffer] = {}
        self.numbers: dict[int, int] = {}
        self.preamble: list[str] = ["  %block = gpu.block_id x"] if self.grid > 1 else []
        self.lines: list[str] = []
        self.values: list[list[Value]] = [[]]
        self.scalars: list[list[Scalar]] = [[Scalar("%block", "index", self.grid - 1)] if self.grid > 1 else []]
        self.used: set[str] = set()
        self.pool: dict[tuple[int, ...], list[RandomLayout]] = {}
        self.trips: dict[Vector, tuple[str, str]] = {}
        self.shared: list[object] = []
        self.families: set[str] = set()
        self.ops = 0
        self._names = 0
        self._constants: dict[str, str] = {}
        self.shapes = [self.random_shape() for _ in range(rng.choice((1, 2, 2, 3)))]

    # ---- text

    def fresh(self) -> str:
        self._names += 1
        return f"%{self._names - 1}"

    def emit(self, text: str) -> None:
        self.lines.append("  " * len(self.values) + text)
        self.ops += 1

    def constant(self, text: str, type_text: str) -> str:
        """A scalar constant at the top."""
        literal = text if type_text == "i1" else f"{text} : {type_text}"
        if literal not in self._constants:
            self._constants[literal] = self.fresh()
            self.preamble.append(f"  {self._constants[literal]} = arith.constant {literal}")
        return self._constants[literal]

    def index(self, number: int) -> str:
        return self.constant(str(number), "index")

    def arg(self, type_text: str) -> tuple[str, int]:
        self.args.append(f"%a{len(self.args)}: {type_text}")
        return f"%a{len(self.args) - 1}", len(self.args) - 1

    # ---- values

    def define(self, text: str, type: Vector, laid: bool, bound: int = 0) -> Value:
        """Add an op with one result, kept within the limit of its type."""
        name = self.fresh()
        self.emit(f"{name} = {text}")
        return self.limited(Value(name, type, laid, bound))

    def limited(self, value: Value) -> Value:
        """Put a value into the pool."""
        if value.type.elem in FLOATS:
            assert value.bound <= EXACT[value.type.elem], value
            value = self.at_most(value, LIMIT[value.type.elem])
        self.values[-1].append(value)
        return value

    def at_most(self, value: Value, bound: int) -> Value:
        """The value clamped, so that its magnitude is within the bound."""
        if value.type.elem not in FLOATS or value.bound <= bound:
            return value
        name = value.name
        for op, limit in (("minimumf", bound), ("maximumf", -bound)):
            clamped, end = self.fresh(), self.fresh()
            self.emit(f"{end} = arith.constant dense<{limit}.0> : {value.type}")
            self.emit(f"{clamped} = arith.{op} {name}, {end} : {value.type}")
            name = clamped
        self.used.add(value.name)
        return Value(name, value.type, value.laid, bound)

    def visible(self) -> list[Value]:
        return [value for scope in self.values for value in scope]

    def pick(self, wanted: Callable[[Vector], bool]) -> Value | None:
        """A readable value of a wanted type, most often one that nothing has read yet or a recent one."""
        found = [value for value in self.visible() if wanted(value.type)]
        if not found:
            return None
        if self.chance(0.6):
            found = [value for value in found if value.name not in self.used] or found[-4:]
        return self.read(self.rng.choice(found))

    def read(self, value: Value) -> Value:
        self.used.add(value.name)
        return value

    def laid(self, value: Value) -> Value:
        """The value behind an anchor, unless a layout reaches it anyway."""
        return value if value.laid else self.anchor(value)

    def anchor(self, value: Value, layout: RandomLayout | None = None) -> Value:
        spelled = self.spell(layout or self.layout(value.type.shape))
        shared = " <{shared_memory_conversion}>" if value.laid and self.chance(0.1) else ""
        text = f"iree_vector_ext.to_layout {value.name} to layout({spelled}){shared} : {value.type}"
        self.used.add(value.name)
        self.families.add("to_layout")
        return self.define(text, value.type, True, value.bound)

    def scalar(self, elem: str) -> Scalar:
        """One computed in the program, an argument or a constant."""
        known = [scalar for scope in self.scalars for scalar in scope if scalar.elem == elem]
        if known and self.chance(0.6):
            chosen = self.rng.choice(known)
            self.used.add(chosen.name)
            return chosen
        number = self.rng.randint(0, 3)
        if elem == "i1":
            return Scalar(self.constant(self.rng.choice(("true", "false")), "i1"), elem, 1)
        if self.chance(0.4) and elem != "bf16":
            name, at = self.arg(elem)
            self.numbers[at] = number
            self.scalars[0].append(Scalar(name, elem, number))
            self.used.add(name)
            return self.scalars[0][-1]
        return Scalar(self.constant(f"{number}.0" if elem in FLOATS else str(number), elem), elem, number)

    def add_scalar(self, text: str, elem: str, bound: int | None) -> Scalar:
        name = self.fresh()
        self.emit(f"{name} = {text}")
        self.scalars[-1].append(Scalar(name, elem, bound))
        return self.scalars[-1][-1]

    def below(self, limit: int, steady: bool = False) -> tuple[str, int]:
        """An index that is at most `limit`, and what it may be at most; a steady one does not change in a loop."""
        if self.chance(0.5):
            number = self.rng.randint(0, min(limit, 3)) if self.chance(0.7) else 0
            return self.index(number), number
        known = [s for scope in self.scalars for s in scope if s.elem == "index" and (not steady or s.name[1] in "ab")]
        fitting = [scalar for scalar in known if scalar.bound is not None and scalar.bound <= limit]
        if fitting:
            chosen = self.rng.choice(fitting)
            self.used.add(chosen.name)
            return chosen.name, chosen.bound or 0
        name, at = self.arg("index")
        number = self.rng.randint(0, min(limit, 4))
        self.numbers[at] = number
        self.scalars[0].append(Scalar(name, "index", number))
        self.used.add(name)
        return name, number

    # ---- choices

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def random_shape(self, rank: int | None = None) -> tuple[int, ...]:
        rank = rank or self.rng.choice((1, 1, 2, 2, 2, 2, 3, 3))
        while True:
            shape = tuple(self.rng.choice((*self.dims, *self.dims, *self.dims, 1)) for _ in range(rank))
            if math.prod(shape) <= MAX_ELEMENTS:
                return shape
            rank = max(1, rank - 1)

    def random_type(self, elems: Sequence[str] = ELEMS) -> Vector:
        fitting = [elem for elem in self.elems if elem in elems] or list(elems)
        return Vector(self.rng.choice(self.shapes), self.rng.choice(fitting))

    @contextmanager
    def region(self) -> Iterator[None]:
        self.values.append([])
        self.scalars.append([])
        yield
        self.values.pop()
        self.scalars.pop()

    # ---- layouts

    def layout(self, shape: tuple[int, ...]) -> RandomLayout:
        pool = self.pool.setdefault(shape, [])
        if not pool or (len(pool) < LAYOUTS_PER_SHAPE and self.chance(0.4)):
            pool.append(self.related_layout(shape) or covering_layout(self.rng, shape, self.group))
        return self.rng.choice(pool)

    def related_layout(self, shape: tuple[int, ...]) -> RandomLayout | None:
        """A known layout with some of its dimensions, permuted: agreement where ops transpose and reduce."""
        known = [layout for layouts in self.pool.values() for layout in layouts if len(layout.shape) >= len(shape)]
        if not known or self.chance(0.4):
            return None
        layout = self.rng.choice(known)
        taken = layout.take(self.rng.sample(range(len(layout.shape)), len(shape)))
        return taken if taken.shape == shape else None

    def spell(self, layout: RandomLayout) -> str:
        return self.aliases.setdefault(str(layout), f"#l{len(self.aliases)}")
