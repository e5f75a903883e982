"""Whether a comparator orders values, so that parts of a sequence can be searched apart and what they give compared.

A search begins with an init and takes a value whenever R(value, best so far). Let S be the init and what it can come
to: whatever goes before a member of S. Nothing else is ever taken, in any part of the sequence, as each part is
searched from the init on. On S let R be

    transitive:                  R(b, a) and R(c, b)          imply      R(c, a)
    negatively transitive:   not R(b, a) and not R(c, b)      imply  not R(c, a)

Of two values at different positions the later one wins if R(later, earlier), else the earlier one. "Wins against" is
then a strict total order of members at positions: it has no circle of three, as each such would break one of the two
lines. So there is one that wins against all, and every tree of comparisons finds it, as the sequence does.

`ogt` is not negatively transitive where there is a NaN (1, NaN, 2), but no other init comes to a NaN, and a NaN as init
to nothing else. `ugt` comes from 1 to NaN and from NaN to 0: no order. `ne` comes to everything and is not transitive.

Which of this holds, evaluation tells. What the region computes of each of its two values alone is a key, a number of
which comparisons see no more than how two of it compare: by order, or not at all (NaN). A line that is broken is broken
by the init and three values, since with S reached in one step (in two, and transitivity is broken by the init and those
two). So four different numbers and NaN, for each key, stand for all values.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from lanewise.mlir.host import ir

NUMBERS = range(4)
MOST_KEYS = 2
"""More would take long: each makes five times as many values."""

WITHOUT_NAN = ir.Float4E2M1FNType, ir.Float6E2M3FNType, ir.Float6E3M2FNType

FLOAT_PREDICATES = "false oeq ogt oge olt ole one ord ueq ugt uge ult ule une uno true".split()
INTEGER_PREDICATES = "eq ne slt sle sgt sge ult ule ugt uge".split()
"""As arith.cmpf and arith.cmpi number them."""

_WORD = re.compile(r"\w+")

_HOLDS: dict[str, Callable[[int, int], bool]] = {
    "eq": lambda x, y: x == y,
    "ne": lambda x, y: x != y,
    "gt": lambda x, y: x > y,
    "ge": lambda x, y: x >= y,
    "lt": lambda x, y: x < y,
    "le": lambda x, y: x <= y,
}

Number = int | None
"""A value of a key; None for NaN."""
Value = tuple[Number, ...]
"""One of the values that are compared, by its keys."""
Truth = Callable[[Value, Value], bool]
"""What a flag is for the new value and the old one."""


class _Key(NamedTuple):
    """A number that a region computes of one of its values: how, compared by which order, and may it be NaN."""

    expression: str
    order: str
    has_nan: bool


class _Unknown(Exception):
    """The region does something of which nothing is known here."""


def is_order(op: ir.Operation) -> bool:
    """Whether the region of `op`, of a new value and an old one, is a comparator as above. In doubt not."""
    try:
        region = _Region(op.regions[0].blocks[0])
    except _Unknown:
        return False
    if len(region.keys) > MOST_KEYS:
        return False
    numbers = [(*NUMBERS, None) if key.has_nan else tuple(NUMBERS) for key in region.keys]
    values = list(itertools.product(*numbers))
    return orders(values, region.answer)


def orders(values: Sequence[Value], before: Truth) -> bool:
    """Whether a comparator is transitive and negatively transitive on all that each init can come to."""
    # Sets of values are bits of a number: for each value, those that go before it.
    better = [sum(1 << number for number, new in enumerate(values) if before(new, old)) for old in values]
    return all(_orders(better, _reached(better, init)) for init in range(len(values)))


def _reached(better: Sequence[int], init: int) -> list[int]:
    found, waiting = {init}, [init]
    while waiting:
        at = waiting.pop()
        new = {number for number in range(len(better)) if better[at] >> number & 1} - found
        found |= new
        waiting += new
    return sorted(found)


def _orders(better: Sequence[int], members: Iterable[int]) -> bool:
    whole = sum(1 << member for member in members)
    for first, second in itertools.product(members, repeat=2):
        if better[first] >> second & 1:
            if better[second] & ~better[first] & whole:
                return False
        elif ~better[second] & better[first] & whole:
            return False
    return True


class _Region:
    """A comparator's block: its keys, and the answer as a function of their values."""

    def __init__(self, block: ir.Block) -> None:
        """Raises _Unknown."""
        self.keys: list[_Key] = []
        new, old = block.arguments
        # Of each scalar: the argument that it depends on, None for neither, and how it is computed of that.
        self._sides: dict[ir.Value, int | None] = {new: 0, old: 1}
        self._expressions: dict[ir.Value, str] = {new: "x", old: "x"}
        self._flags: dict[ir.Value, Truth] = {}
        *inner, end = [op.operation for op in block.operations]
        for op in inner:
            self._read(op)
        self.answer = self._flag(end.operands[0])

    def _read(self, op: ir.Operation) -> None:
        if not op.name.startswith(("arith.", "index.", "math.")) or len(op.results) != 1:
            raise _Unknown
        [result] = op.results
        if op.name in _PREDICATES:
            self._flags[result] = self._comparison(op)
        elif op.name in _LOGIC and all(value in self._flags for value in op.operands):
            parts = [self._flags[value] for value in op.operands]
            self._flags[result] = _combined(_LOGIC[op.name], parts)
        elif op.name == "arith.constant" and isinstance(op.attributes["value"], ir.BoolAttr):
            self._flags[result] = _always(bool(op.attributes["value"]))
        else:
            self._compute(op, result)

    def _compute(self, op: ir.Operation, result: ir.Value) -> None:
        sides = {self._side(value) for value in op.operands} - {None}
        if len(sides) > 1:
            raise _Unknown
        self._sides[result] = next(iter(sides), None)
        attributes = sorted(f"{name} = {op.attributes[name]}" for name in op.attributes)
        operands = [self._expression(value) for value in op.operands]
        self._expressions[result] = f"{op.name}({', '.join(operands)}) {attributes} : {result.type}"

    def _side(self, value: ir.Value) -> int | None:
        if value in self._flags:
            raise _Unknown
        return self._sides.get(value)

    def _expression(self, value: ir.Value) -> str:
        # What is from outside is the same throughout: it goes by its place there.
        return self._expressions.setdefault(value, f"outside {len(self._expressions)}")

    def _comparison(self, op: ir.Operation) -> Truth:
        left, right = op.operands
        sides = self._side(left), self._side(right)
        if None in sides or self._expression(left) != self._expression(right):
            raise _Unknown
        is_float = op.name == "arith.cmpf"
        predicate = _PREDICATES[op.name](op)
        has_nan = is_float and not isinstance(left.type, WITHOUT_NAN) and "nnan" not in _flags_of(op)
        order = "float" if is_float else predicate[0] if len(predicate) == 3 else "s"
        number = self._key(_Key(self._expression(left), order, has_nan))
        holds = _float_holds(predicate) if is_float else _HOLDS[predicate[-2:]]
        return _compared(holds, number, sides)

    def _key(self, key: _Key) -> int:
        if key not in self.keys:
            self.keys.append(key)
        return self.keys.index(key)

    def _flag(self, value: ir.Value) -> Truth:
        if value not in self._flags:
            raise _Unknown
        return self._flags[value]


def _flags_of(op: ir.Operation) -> str:
    """Of a comparison of floats: without NaN, there it would be poison."""
    text = str(op.attributes["fastmath"]) if "fastmath" in op.attributes else ""
    return text.replace("fast>", "nnan>")


def _float_holds(predicate: str) -> Callable[[Number, Number], bool]:
    def holds(x: Number, y: Number) -> bool:
        if predicate in ("true", "false"):
            return predicate == "true"
        if x is None or y is None:
            return predicate[0] == "u"
        return predicate == "ord" or (predicate != "uno" and _HOLDS[predicate[1:]](x, y))

    return holds


def _compared(holds: Callable[..., bool], key: int, sides: Sequence[int | None]) -> Truth:
    first, second = sides

    def truth(*values: Value) -> bool:
        return holds(values[first or 0][key], values[second or 0][key])

    return truth


def _combined(combine: Callable[..., bool], parts: Sequence[Truth]) -> Truth:
    return lambda new, old: combine(*(part(new, old) for part in parts))


def _always(answer: bool) -> Truth:
    return lambda new, old: answer


_PREDICATES: Mapping[str, Callable[[ir.Operation], str]] = {
    "arith.cmpf": lambda op: FLOAT_PREDICATES[int(op.attributes["predicate"])],
    "arith.cmpi": lambda op: INTEGER_PREDICATES[int(op.attributes["predicate"])],
    # Of an attribute that is nothing but text.
    "index.cmp": lambda op: _WORD.findall(str(op.attributes["pred"]))[-1],
}

_LOGIC: Mapping[str, Callable[..., bool]] = {
    "arith.andi": lambda x, y: x and y,
    "arith.ori": lambda x, y: x or y,
    "arith.xori": lambda x, y: x != y,
    "arith.select": lambda condition, x, y: x if condition else y,
}
