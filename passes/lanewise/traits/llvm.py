"""llvm, as far as kernels use it: numbers from numbers. Its pointers nobody follows."""

from __future__ import annotations

from lanewise.traits.record import each, pure

pure(
    "llvm",
    """
    add and ashr bitcast extractelement extractvalue fadd fcmp fdiv fmul fneg fpext fptosi fptoui fptrunc frem fsub icmp
    insertelement insertvalue lshr mlir.constant mlir.poison mlir.undef mlir.zero mul or sdiv select sext shl
    shufflevector sitofp srem sub trunc udiv uitofp urem xor zext
    intr.abs intr.bitreverse intr.bswap intr.ceil intr.copysign intr.cos intr.ctlz intr.ctpop intr.cttz intr.exp
    intr.exp10 intr.exp2 intr.fabs intr.floor intr.fma intr.fmuladd intr.fshl intr.fshr intr.log intr.log10 intr.log2
    intr.maximum intr.maxnum intr.minimum intr.minnum intr.nearbyint intr.pow intr.powi intr.rint intr.round
    intr.roundeven intr.sin intr.smax intr.smin intr.sqrt intr.tan intr.tanh intr.trunc intr.umax intr.umin
    """,
)
each("llvm", "unreachable")
