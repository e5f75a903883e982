"""A function under construction: its lines, the values that may be read at this point, and the layouts in use."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from layouts import RandomLayout, random_layout

FLOATS = ("f32", "f16")
SIZES = (1, 2, 4, 8, 16, 32, 64)
MAX_RANK = 4
# Few layouts a shape, so that values often agree and often clash.
LAYOUTS_PER_SHAPE = 3
MAX_ELEMENTS = 2**14


@dataclass(frozen=True, slots=True)
class Vector:
    shape: tuple[int, ...]
    elem: str

    def __str__(self) -> str:
        return f"vector<{'x'.join([*map(str, self.shape), self.elem])}>"

    def of(self, elem: str) -> Vector:
        return Vector(self.shape, elem)


@dataclass(frozen=True, slots=True)
class Value:
    name: str
    type: Vector
    hot: bool


class Builder:
    """Random choices and the text they lead to; everything follows from `rng`."""

    def __init__(self, rng: random.Random, features: frozenset[str]) -> None:
        self.rng = rng
        self.features = features
        self.present: set[str] = set()
        self.aliases: dict[str, str] = {}
        self.args: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.preamble: list[str] = []
        self.lines: list[str] = []
        self.scopes: list[list[Value]] = [[]]
        self.late_scalars: list[list[tuple[str, str]]] = [[]]
        self.pool: dict[tuple[int, ...], list[RandomLayout]] = {}
        self.ops = 0
        self.anchors = 0
        self.dims = rng.sample(SIZES[1:], rng.choice((1, 1, 2, 2, 3))) + rng.choice(([], [], [], [1], [1]))
        if "odd-sizes" in features:
            self.present.add("odd-sizes")
            self.dims += [6, 12]
        self.elems = rng.choice((["f32"], ["f32", "f16"], ["f32", "i32"], ["f32", "f16", "i32", "index"]))
        self.shapes = [self.random_shape() for _ in range(rng.choice((1, 2, 2, 3)))]

    # ---- text

    def emit(self, text: str) -> None:
        self.lines.append("  " * len(self.scopes) + text)
        self.ops += 1

    def fresh(self, type_text: str) -> str:
        name = f"%{len(self.types)}"
        self.types[name] = type_text
        return name

    def define(self, text: str, type: Vector, hot: bool | None = None) -> str:
        """Add `%n = text`, whose result is a `type`; a hot value is read often."""
        name = self.fresh(str(type))
        self.emit(f"{name} = {text}")
        self.add(name, type, hot)
        return name

    def define_many(self, text: str, types: list[Vector]) -> list[str]:
        """Add an op with several results, each under a name of its own."""
        names = [self.fresh(str(type)) for type in types]
        self.emit(f"{', '.join(names)} = {text}")
        for name, type in zip(names, types, strict=True):
            self.add(name, type)
        return names

    def add(self, name: str, type: Vector, hot: bool | None = None) -> None:
        self.scopes[-1].append(Value(name, type, self.chance(0.12) if hot is None else hot))

    def arg(self, type_text: str) -> str:
        name = self.fresh(type_text)
        self.args[name] = type_text
        return name

    def vector_arg(self, type: Vector) -> str:
        name = self.arg(str(type))
        self.scopes[0].append(Value(name, type, self.chance(0.12)))
        return name

    @contextmanager
    def region(self) -> Iterator[None]:
        self.scopes.append([])
        self.late_scalars.append([])
        yield
        self.scopes.pop()
        self.late_scalars.pop()

    # ---- choices

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def random_shape(self, rank: int | None = None) -> tuple[int, ...]:
        rank = rank or self.rng.choice((1, 1, 2, 2, 2, 2, 3, 3, 4))
        while True:
            shape = tuple(self.rng.choice(self.dims) for _ in range(rank))
            if math.prod(shape) <= MAX_ELEMENTS:
                return shape
            rank = max(1, rank - 1)

    def random_type(self) -> Vector:
        return Vector(self.rng.choice(self.shapes), self.rng.choice(self.elems))

    def visible(self) -> list[Value]:
        return [value for scope in self.scopes for value in scope]

    def pick(self, wanted: Callable[[Vector], bool]) -> Value | None:
        """A readable value of a wanted type: most often a recent one or a hot one."""
        found = [value for value in self.visible() if wanted(value.type)]
        if not found:
            return None
        draw = self.rng.random()
        if draw < 0.4:
            found = found[-5:]
        elif draw < 0.7:
            found = [value for value in found if value.hot] or found
        return self.rng.choice(found)

    def some(self, wanted: Callable[[Vector], bool] | None = None) -> Value | None:
        """A vector with at least one dimension."""
        return self.pick(lambda type: bool(type.shape) and (wanted is None or wanted(type)))

    def read(self, type: Vector, fresh: float = 0.15) -> str:
        """A value of exactly this type, made when there is none, and with probability `fresh` anyway."""
        value = None if self.chance(fresh) else self.pick(lambda other: other == type)
        return value.name if value else self.source(type)

    # ---- where values come from

    def scalar(self, elem: str) -> str:
        """A scalar that dominates the whole body, or with the feature `late-scalar` one computed in it."""
        late = [name for scope in self.late_scalars for name, other in scope if other == elem]
        if late and self.chance(0.6):
            self.present.add("late-scalar")
            return self.rng.choice(late)
        known = [name for name, type_text in self.args.items() if type_text == elem]
        if known and self.chance(0.7):
            return self.rng.choice(known)
        if self.chance(0.5):
            return self.arg(elem)
        name = self.fresh(elem)
        type_text = "" if elem == "i1" else f" : {elem}"
        self.preamble.append(f"  {name} = arith.constant {literal(self.rng, elem)}{type_text}")
        return name

    def index(self) -> str:
        return self.scalar("index")

    def memref(self, rank: int, elem: str) -> str:
        type_text = memref_type(rank, elem)
        known = [name for name, other in self.args.items() if other == type_text]
        return self.rng.choice(known) if known and self.chance(0.7) else self.arg(type_text)

    def source(self, type: Vector, hot: bool | None = None) -> str:
        """A new value of this type that depends on no other vector, or on few."""
        makers = [constant, constant, constant, argument]
        if type.elem == "i1":
            makers += [create_mask, create_mask, constant_mask]
        if type.elem == "index":
            makers += [step] * 3
        makers += [splat, splat, poison]
        return self.rng.choice(makers)(self, type, hot)

    # ---- layouts

    def layout(self, shape: tuple[int, ...]) -> RandomLayout:
        pool = self.pool.setdefault(shape, [])
        if not pool or (len(pool) < LAYOUTS_PER_SHAPE and self.chance(0.4)):
            pool.append(self.related_layout(shape) or random_layout(self.rng, shape))
        return self.rng.choice(pool)

    def related_layout(self, shape: tuple[int, ...]) -> RandomLayout | None:
        """A known layout with some of its dimensions, permuted: agreement where ops transpose and reduce."""
        known = [layout for layouts in self.pool.values() for layout in layouts]
        if not known or self.chance(0.4):
            return None
        layout = self.rng.choice(known)
        if len(layout.shape) < len(shape):
            return None
        taken = layout.take(self.rng.sample(range(len(layout.shape)), len(shape)))
        return taken if taken.shape == shape else None

    def spell(self, layout: RandomLayout) -> str:
        """The layout in full, or an alias line's name."""
        text = str(layout)
        if text not in self.aliases:
            if self.chance(0.2):
                return text
            self.aliases[text] = f"#l{len(self.aliases)}"
        return self.aliases[text]

    def anchor(self, name: str, type: Vector, layout: RandomLayout | None = None) -> str:
        self.anchors += 1
        spelled = self.spell(layout or self.layout(type.shape))
        shared = " <{shared_memory_conversion}>" if self.chance(0.2) else ""
        return self.define(f"iree_vector_ext.to_layout {name} to layout({spelled}){shared} : {type}", type)


def memref_type(rank: int, elem: str) -> str:
    return f"memref<{'?x' * rank}{elem}>"


def literal(rng: random.Random, elem: str) -> str:
    if elem == "i1":
        return rng.choice(("true", "false"))
    return f"{rng.randint(0, 5)}.0" if elem in FLOATS else str(rng.randint(0, 5))


def constant(b: Builder, type: Vector, hot: bool | None) -> str:
    return b.define(f"arith.constant dense<{literal(b.rng, type.elem)}> : {type}", type, hot)


def argument(b: Builder, type: Vector, hot: bool | None) -> str:
    return b.vector_arg(type)


def splat(b: Builder, type: Vector, hot: bool | None) -> str:
    return b.define(f"vector.broadcast {b.scalar(type.elem)} : {type.elem} to {type}", type, hot)


def poison(b: Builder, type: Vector, hot: bool | None) -> str:
    return b.define(f"ub.poison : {type}", type, hot)


def create_mask(b: Builder, type: Vector, hot: bool | None) -> str:
    if not type.shape:
        return constant(b, type, hot)
    bounds = ", ".join(b.index() for _ in type.shape)
    return b.define(f"vector.create_mask {bounds} : {type}", type, hot)


def constant_mask(b: Builder, type: Vector, hot: bool | None) -> str:
    if not type.shape:
        return constant(b, type, hot)
    bounds = [b.rng.randint(1, size) for size in type.shape]
    return b.define(f"vector.constant_mask {bounds} : {type}", type, hot)


def step(b: Builder, type: Vector, hot: bool | None) -> str:
    if not type.shape:
        return constant(b, type, hot)
    line = Vector(type.shape[-1:], "index")
    name = b.define(f"vector.step : {line}", line, hot)
    return name if line == type else b.define(f"vector.broadcast {name} : {line} to {type}", type, hot)
