"""Elementwise ops: operands and results share one layout.

The tables name every op of arith and math that maps over elements; a test holds them against the bindings' own lists.
"""

from __future__ import annotations

from collections.abc import Sequence

from lanewise import pieces
from lanewise.mlir.host import ir
from lanewise.rules import Node, OpRules, Site, always, register

ARITH = """
    addf addi addui_extended andi bitcast ceildivsi ceildivui cmpf cmpi convertf divf divsi divui extf extsi
    extui floordivsi flush_denormals fptosi fptoui index_cast index_castui maximumf maximumnumf maxnumf maxsi
    maxui minimumf minimumnumf minnumf minsi minui mulf muli mulsi_extended mului_extended negf ori remf remsi
    remui scaling_extf scaling_truncf select shli shrsi shrui sitofp subf subi subui_extended truncf trunci
    uitofp xori
""".split()

MATH = """
    absf absi acos acosh asin asinh atan atan2 atanh cbrt ceil clampf copysign cos cosh ctlz ctpop cttz erf erfc
    exp exp2 expm1 floor fma fpowi ipowi isfinite isinf isnan isnormal log log10 log1p log2 powf round roundeven
    rsqrt sin sincos sinh sqrt tan tanh trunc
""".split()

OTHER = ["vector.fma"]

# Dividing by zero is undefined behaviour: these are pure only when the divisor is a constant without a zero.
DIVISIONS = {f"arith.{name}" for name in ("ceildivsi", "ceildivui", "divsi", "divui", "floordivsi", "remsi", "remui")}
# The least integer / -1 overflows, which is undefined as well; of the others the oracle does not say so.
OVERFLOWING = {"arith.ceildivsi", "arith.divsi"}
WIDTHS = {1, 8, 16, 32, 64}
"""Of integers that the bindings read out of a constant."""


def distribute(site: Site) -> Sequence[ir.Value] | None:
    """The op stays. Of several results, those that nobody reads or that readers gave other layouts follow the first."""
    layouts = list(map(site.layout_of, site.node.results))
    if layouts[0] is not None and layouts.count(layouts[0]) == len(layouts):
        return None
    layout = next((layout for layout in layouts if layout is not None), None)
    if layout is None:
        return [site.operands[0]] * len(layouts)  # Nobody reads the results.
    types = [site.kernel.vector(layout.piece, site.result_element(number)) for number in range(len(layouts))]
    results = site.op(site.node.name, list(site.operands), types, site.carried()).results
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
    if not isinstance(value, ir.DenseIntElementsAttr) or not _is_readable(value.type.element_type):
        return False
    harmful = (0, -1) if node.name in OVERFLOWING else (0,)
    divisors = [int(ir.IntegerAttr(value.get_splat_value()))] if value.is_splat else value
    return all(divisor not in harmful for divisor in divisors)


def _is_readable(element: ir.Type) -> bool:
    if isinstance(element, ir.IntegerType):
        return element.is_signless and element.width in WIDTHS
    return isinstance(element, ir.IndexType)


NAMES = frozenset([*(f"arith.{name}" for name in ARITH), *(f"math.{name}" for name in MATH), *OTHER])
"""None of these has regions: the host's verifier makes sure, also of those that the host lacks."""

for _name in NAMES:
    _pure = divides_safely if _name in DIVISIONS else always
    register(OpRules(_name, distribute=distribute, pure=_pure, same_layout=True, verified=True))
