"""Elementwise ops: operands and results share one layout.

The tables name every op of arith and math that maps over elements; a test holds them against the bindings' own lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lanewise import pieces
from lanewise.layout import NestedLayout
from lanewise.mlir.host import ir
from lanewise.rules import Candidate, LayoutOf, Node, OpRules, Requirement, Site, always, register

ARITH = [
    "addf",
    "addi",
    "addui_extended",
    "andi",
    "bitcast",
    "ceildivsi",
    "ceildivui",
    "cmpf",
    "cmpi",
    "convertf",
    "divf",
    "divsi",
    "divui",
    "extf",
    "extsi",
    "extui",
    "floordivsi",
    "flush_denormals",
    "fptosi",
    "fptoui",
    "index_cast",
    "index_castui",
    "maximumf",
    "maximumnumf",
    "maxnumf",
    "maxsi",
    "maxui",
    "minimumf",
    "minimumnumf",
    "minnumf",
    "minsi",
    "minui",
    "mulf",
    "muli",
    "mulsi_extended",
    "mului_extended",
    "negf",
    "ori",
    "remf",
    "remsi",
    "remui",
    "scaling_extf",
    "scaling_truncf",
    "select",
    "shli",
    "shrsi",
    "shrui",
    "sitofp",
    "subf",
    "subi",
    "subui_extended",
    "truncf",
    "trunci",
    "uitofp",
    "xori",
]

MATH = [
    "absf",
    "absi",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cbrt",
    "ceil",
    "clampf",
    "copysign",
    "cos",
    "cosh",
    "ctlz",
    "ctpop",
    "cttz",
    "erf",
    "erfc",
    "exp",
    "exp2",
    "expm1",
    "floor",
    "fma",
    "fpowi",
    "ipowi",
    "isfinite",
    "isinf",
    "isnan",
    "isnormal",
    "log",
    "log10",
    "log1p",
    "log2",
    "powf",
    "round",
    "roundeven",
    "rsqrt",
    "sin",
    "sincos",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
    "trunc",
]

OTHER = ["vector.fma"]

# Dividing by zero is undefined behaviour: these are pure only when the divisor is a constant without a zero.
DIVISIONS = {f"arith.{name}" for name in ("ceildivsi", "ceildivui", "divsi", "divui", "floordivsi", "remsi", "remui")}
# The least integer / -1 overflows, which is undefined as well; of the others the oracle does not say so.
OVERFLOWING = {"arith.ceildivsi", "arith.divsi"}
# The bindings read elements of these types.
READABLE = {"i1", "i8", "i16", "i32", "i64", "index"}


def forward(node: Node, operand: int, layout: NestedLayout, layout_of: LayoutOf) -> Iterable[Candidate]:
    return [Candidate(result, layout) for result in node.results]


def backward(node: Node, layout_of: LayoutOf) -> Iterable[Requirement]:
    layout = shared_layout(node, layout_of)
    return [] if layout is None else [Requirement(node.op, number, layout) for number in range(len(node.operands))]


def shared_layout(node: Node, layout_of: LayoutOf) -> NestedLayout | None:
    """The layout of the first result that has one."""
    for result in node.results:
        layout = layout_of(result)
        if layout is not None:
            return layout
    return None


def distribute(site: Site) -> Sequence[ir.Value] | None:
    """The op stays. Of several results, those that nobody reads or that readers gave other layouts follow the first."""
    layouts = list(map(site.layout_of, site.node.results))
    if layouts[0] is not None and layouts.count(layouts[0]) == len(layouts):
        return None
    layout = next((layout for layout in layouts if layout is not None), None)
    if layout is None:
        return [site.operands[0]] * len(layouts)  # Nobody reads the results.
    types = [site.kernel.vector(layout.piece, site.result_element(number)) for number in range(len(layouts))]
    results = site.op(site.node.name, list(site.operands), types, dict(site.node.op.attributes.items())).results
    return [
        piece if other is None else pieces.convert.convert(site, piece, layout, other)
        for piece, other in zip(results, layouts, strict=True)
    ]


def divides_safely(node: Node) -> bool:
    """Whether the divisor is a constant whose elements are known and do no harm. False when in doubt."""
    owner = node.operands[1].owner
    if isinstance(owner, ir.Block) or owner.name != "arith.constant":
        return False
    value = owner.attributes["value"]
    if not isinstance(value, ir.DenseIntElementsAttr) or str(value.type.element_type) not in READABLE:
        return False
    harmful = (0, -1) if node.name in OVERFLOWING else (0,)
    divisors = [int(ir.IntegerAttr(value.get_splat_value()))] if value.is_splat else value
    return all(divisor not in harmful for divisor in divisors)


NAMES = frozenset([*(f"arith.{name}" for name in ARITH), *(f"math.{name}" for name in MATH), *OTHER])
"""None of these has regions: the host's verifier makes sure, also of those that the host lacks."""

for _name in NAMES:
    register(OpRules(_name, forward, backward, distribute, pure=divides_safely if _name in DIVISIONS else always))
