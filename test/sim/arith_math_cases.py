"""What test_arith_math.py compares: for each op some types, a text of the op, and how close the results must be."""

from __future__ import annotations

from dataclasses import dataclass

FLOATS = ("f16", "bf16", "f32", "f64")
INTEGERS = ("i1", "i5", "i8", "i16", "i32", "i33", "i64", "index")


@dataclass(frozen=True, slots=True)
class Case:
    """`text` names operands %a0, %a1, ... and types {0}, {1}, ..., of operands and then results."""

    op: str
    text: str
    operands: tuple[str, ...]
    results: tuple[str, ...]
    ulps: int = 0
    sign_of_zero: bool = True


def same(ops: str, arity: int, kinds: tuple[str, ...], ulps: int = 0, sign_of_zero: bool = True) -> list[Case]:
    """Ops whose operands and result have one type."""
    names = ", ".join(f"%a{i}" for i in range(arity))
    return [
        Case(op, f"{op} {names} : {{0}}", (kind,) * arity, (kind,), ulps, sign_of_zero)
        for op in ops.split()
        for kind in kinds
    ]


def casts(op: str, pairs: list[tuple[str, str]]) -> list[Case]:
    return [Case(op, f"{op} %a0 : {{0}} to {{1}}", (before,), (after,)) for before, after in pairs]


def pairs(before: tuple[str, ...], after: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(a, b) for a in before for b in after]


def flags(op: str, words: list[str], kind: str = "i32", arity: int = 2) -> list[Case]:
    names = ", ".join(f"%a{i}" for i in range(arity))
    return [Case(op, f"{op} {names} {word} : {{0}}", (kind,) * arity, (kind,)) for word in words]


COMPARE_INT = ["eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge"]
COMPARE_FLOAT = [
    *("false", "oeq", "ogt", "oge", "olt", "ole", "one", "ord"),
    *("ueq", "ugt", "uge", "ult", "ule", "une", "uno", "true"),
]

INT_CASES = [
    *same("arith.addi arith.subi arith.muli arith.andi arith.ori arith.xori", 2, INTEGERS),
    *same("arith.divsi arith.divui arith.ceildivsi arith.ceildivui arith.floordivsi", 2, INTEGERS),
    *same("arith.remsi arith.remui arith.shli arith.shrsi arith.shrui", 2, INTEGERS),
    *same("arith.maxsi arith.minsi arith.maxui arith.minui", 2, INTEGERS),
    *(
        Case("arith.cmpi", f"arith.cmpi {word}, %a0, %a1 : {{0}}", (kind, kind), ("i1",))
        for word in COMPARE_INT
        for kind in INTEGERS
    ),
    *(
        # Upstream leaves an `index` in the LLVM dialect when it lowers the extended sum of indices.
        Case("arith.addui_extended", "arith.addui_extended %a0, %a1 : {0}, {3}", (kind, kind), (kind, "i1"))
        for kind in INTEGERS
        if kind != "index"
    ),
    *(
        Case(op, f"{op} %a0, %a1 : {{0}}", (kind, kind), (kind, kind))
        for op in ("arith.mulsi_extended", "arith.mului_extended")
        for kind in INTEGERS
    ),
    *flags("arith.addi", ["overflow<nsw>", "overflow<nuw>", "overflow<nsw, nuw>"]),
    *flags("arith.subi", ["overflow<nsw>"], "i8"),
    *flags("arith.muli", ["overflow<nsw>"], "i64"),
    *flags("arith.shli", ["overflow<nsw, nuw>"], "i16"),
    *same("math.absi math.cttz math.ctpop", 1, INTEGERS),
    # convert-math-to-llvm asserts on the width of index for ctlz.
    *same("math.ctlz", 1, INTEGERS[:-1]),
    *same("math.ipowi", 2, ("i5", "i8", "i16", "i32", "i64")),
]

CAST_CASES = [
    *casts("arith.extsi", [("i1", "i8"), ("i1", "i64"), ("i5", "i33"), ("i8", "i16"), ("i32", "i64"), ("i33", "i64")]),
    *casts("arith.extui", [("i1", "i8"), ("i1", "i64"), ("i5", "i33"), ("i8", "i16"), ("i32", "i64"), ("i33", "i64")]),
    *casts(
        "arith.trunci", [("i8", "i1"), ("i33", "i5"), ("i64", "i33"), ("i64", "i32"), ("i32", "i16"), ("i64", "i1")]
    ),
    *casts(
        "arith.index_cast", [("i1", "index"), ("i32", "index"), ("i64", "index"), ("index", "i32"), ("index", "i5")]
    ),
    *casts("arith.index_castui", [("i1", "index"), ("i32", "index"), ("i64", "index"), ("index", "i32")]),
    *casts("arith.sitofp", pairs(INTEGERS[:-1], ("f32", "f64"))),
    *casts("arith.sitofp", pairs(INTEGERS[:4], ("f16",))),
    *casts("arith.uitofp", pairs(INTEGERS[:-1], ("f32", "f64"))),
    *casts("arith.uitofp", pairs(INTEGERS[:4], ("f16",))),
    *casts("arith.fptosi", pairs(FLOATS, INTEGERS[:-1])),
    *casts("arith.fptoui", pairs(FLOATS, INTEGERS[:-1])),
    *casts("arith.extf", [("f16", "f32"), ("f16", "f64"), ("bf16", "f32"), ("bf16", "f64"), ("f32", "f64")]),
    *casts("arith.truncf", [("f32", "f16"), ("f32", "bf16"), ("f64", "f32")]),
    *casts(
        "arith.bitcast",
        [("f32", "i32"), ("i16", "f16"), ("i16", "bf16"), ("bf16", "f16"), ("f64", "i64"), ("i64", "f64")],
    ),
    *(
        Case("arith.select", "arith.select %a0, %a1, %a2 : {0}, {1}", ("i1", kind, kind), (kind,))
        for kind in (*INTEGERS, *FLOATS)
    ),
    *(
        Case("arith.constant", f"arith.constant {value} : {{0}}", (), (kind,))
        for kind, value in (
            ("i8", "-128"),
            ("i33", "-5"),
            ("index", "7"),
            ("f16", "0.1"),
            ("f64", "0x7FEFFFFFFFFFFFFF"),
        )
    ),
]

FLOAT_CASES = [
    *same("arith.addf arith.subf arith.mulf arith.divf arith.remf", 2, FLOATS),
    *same("arith.maximumf arith.minimumf", 2, ("f16", "f32", "f64")),
    # The lowering of bf16 mixes up zeros of two signs.
    *same("arith.maximumf arith.minimumf", 2, ("bf16",), sign_of_zero=False),
    # Which of two zeros these give is left open.
    *same("arith.maxnumf arith.minnumf", 2, FLOATS, sign_of_zero=False),
    *same("arith.negf", 1, FLOATS),
    *(
        Case("arith.cmpf", f"arith.cmpf {word}, %a0, %a1 : {{0}}", (kind, kind), ("i1",))
        for word in COMPARE_FLOAT
        for kind in FLOATS
    ),
    *same("math.absf math.ceil math.floor math.round math.roundeven math.sqrt math.trunc", 1, FLOATS),
    # The code generator of LLVM 22 asserts on a copysign of bf16.
    *same("math.copysign", 2, ("f16", "f32", "f64")),
    # Of f16 it needs a routine that Python may lack; of bf16 the instruction that rounds flushes denormals.
    *same("math.fma", 3, ("f32", "f64")),
    *(Case(op, f"{op} %a0 : {{0}}", (kind,), ("i1",)) for op in ("math.isfinite", "math.isnan") for kind in FLOATS),
    *same("math.acos math.acosh math.asin math.asinh math.atan math.atanh math.cbrt math.cos math.cosh", 1, FLOATS, 2),
    *same("math.erf math.erfc math.exp math.exp2 math.expm1 math.log math.log10 math.log1p math.log2", 1, FLOATS, 2),
    *same("math.rsqrt math.sin math.sinh math.tan math.tanh", 1, FLOATS, 2),
    *same("math.atan2 math.powf", 2, FLOATS, 2),
    *(Case("math.sincos", "math.sincos %a0 : {0}", (kind,), (kind, kind), 2) for kind in FLOATS),
    # Upstream multiplies again and again, and rounds as often. Of f16 its powers overflow before it inverts them.
    *(Case("math.fpowi", "math.fpowi %a0, %a1 : {0}, {1}", (kind, "i5"), (kind,), 16) for kind in FLOATS[1:]),
]

CASES = [*INT_CASES, *CAST_CASES, *FLOAT_CASES]

NOT_RUN = {
    "math.clampf": "LLVM 22 expands it to max(min(x, low), high); LLVM 24 says max(min(x, high), low)",
    "math.isinf": "no pass of upstream lowers it for a CPU",
    "math.isnormal": "no pass of upstream lowers it for a CPU",
    "arith.scaling_extf": "its scale has an f8 type, which no CPU lowering takes",
    "arith.scaling_truncf": "its scale has an f8 type, which no CPU lowering takes",
}
"""Ops that upstream cannot run, each with the reason. test_arith_math_direct.py has them."""
