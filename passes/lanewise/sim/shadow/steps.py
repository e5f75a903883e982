"""Which ops have shadows, and which of them round."""

from __future__ import annotations

from lanewise.mlir.host import ir
from lanewise.sim.machine.faults import Unsupported
from lanewise.sim.machine.program import STRUCTURAL, Op, Run, Semantics, ShadowStep
from lanewise.sim.values import types
from lanewise.sim.values.rounding import float_info

# Ops whose regions are control flow: what these compute has its shadows, and is handed on as it is. Those of others are
# part of what the op itself computes.
_CONTROL_FLOW = ("affine.", "gpu.launch", "gpu.warp_execute_on_lane_0", "memref.alloca_scope", "scf.")

_CALLS = ("func.call", "func.call_indirect")

# Ops that hand on elements as they are, or one of them, or its sign: exact in any type.
_HANDS_ON = set(
    """
    arith.absf arith.bitcast arith.extf arith.maximumf arith.maximumnumf arith.maxnumf arith.minimumf
    arith.minimumnumf arith.minnumf arith.negf arith.select gpu.rotate gpu.shuffle gpu.subgroup_broadcast
    iree_vector_ext.arg_compare iree_vector_ext.to_layout iree_vector_ext.to_simd iree_vector_ext.to_simt math.absf
    math.clampf math.copysign vector.bitcast vector.extract vector.insert vector.shuffle vector.to_elements
""".split()
)
# Ops that round what they hand on, and do nothing else to it.
_CONVERTS = set(
    """
    arith.convertf arith.flush_denormals arith.scaling_extf arith.scaling_truncf arith.sitofp arith.truncf arith.uitofp
    vector.mask
""".split()
)


def shadow_step(op: Op, poison: str, compile_: Semantics) -> ShadowStep | None:
    """How an op computes shadows; None for control flow."""
    if op.name in _CALLS or (op.regions and op.name.startswith(_CONTROL_FLOW)):
        return None
    floats, results = (tuple(map(_has_shadow, kinds)) for kinds in (op.operand_types, op.result_types))
    in_memory = any(isinstance(kind, ir.MemRefType) for kind in op.operand_types)
    run: Run | None = None
    if any(floats) or any(results) or (not op.result_types and (in_memory or op.regions)):
        try:
            with types.widened():
                run = compile_(op)
        except (Unsupported, types.UnknownType):
            pass
    kinds = [str(op.attributes[name]) for name in ("kind", "op") if name in op.attributes]
    moves = poison == STRUCTURAL or op.name in _HANDS_ON or any("max" in kind or "min" in kind for kind in kinds)
    moves = moves or (in_memory and op.name != "memref.atomic_rmw" and not op.regions)
    rounds = any(results) and not moves and op.name not in _CONVERTS
    rounded = [kind for kind, is_float in zip(op.result_types, results, strict=True) if is_float and not moves]
    return ShadowStep(run, floats, results, moves, rounds, max(map(_roundoff, rounded), default=0.0))


def _has_shadow(type_: ir.Type) -> bool:
    """Whether this is a float, or a vector of them, of a type with shadows."""
    name = types.scalar_name(type_)
    return not isinstance(type_, ir.MemRefType) and name in types.FLOATS and name != types.SCALE


def _roundoff(type_: ir.Type) -> float:
    return float(float_info(types.scalar_of(type_).dtype).eps) / 2
