# RUN: env LANEWISE_HOST=%host %pytest %s
"""What an op says of itself survives distribution: marks of any name, fast-math and overflow flags.

Each op of the programs of this folder gets a mark of its own. An op of that name that lanes still have has the mark.
"""

from __future__ import annotations

from collections import defaultdict

import pytest
from equal import cases
from lanewise.command.session import Session, Settings
from lanewise.mlir import host
from lanewise.mlir.host import ir
from lanewise.rules import RULES, Site

MARK = "my.mark"
FLAGS = {"fastmath": "#arith.fastmath<fast>", "overflowFlags": "#arith.overflow<nsw, nuw>"}

# Ops of which lanes have no one op left, always or at times, and what they have instead.
INSTEAD = {
    "arith.constant": "a memref.global where lanes hold different parts; nothing where nobody reads it",
    "iree_vector_ext.to_layout": "nothing, or a conversion",
    "vector.constant_mask": "comparisons, unless it has no dimensions",
    "vector.create_mask": "comparisons, unless it has no dimensions",
    "vector.extract": "shuffles of registers where the position is known",
    "vector.extract_strided_slice": "shuffles of registers",
    "vector.insert": "shuffles of registers",
    "vector.insert_strided_slice": "shuffles of registers",
    "vector.mask": "masks as operands, unless it is around a contraction",
    "vector.multi_reduction": "nothing but what goes between lanes where each holds one element",
    "vector.shape_cast": "registers in another order",
    "vector.step": "sums of lane numbers and constants",
    "vector.yield": "masks as operands, unless it ends the mask of a contraction",
}
if host.NAME == "iree":
    INSTEAD |= {
        "iree_vector_ext.arg_compare": "comparisons and selects",
        "iree_vector_ext.yield": "what it compares with",
    }

Flags = frozenset[tuple[str, str]]


def attributes(op: ir.Operation) -> Flags:
    return frozenset((name, str(value)) for name, value in op.attributes.items() if name in FLAGS)


def walk(module: ir.Module) -> list[ir.Operation]:
    found: list[ir.Operation] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        found.append(op)
        return ir.WalkResult.ADVANCE

    module.operation.walk(visit)
    return found


def plant(module: ir.Module) -> dict[int, tuple[str, Flags]]:
    """Mark each op that has a rule; by mark, what it is called and its flags."""
    planted = {}
    for number, op in enumerate(walk(module)):
        if op.name in RULES:
            op.attributes[MARK] = ir.IntegerAttr.get(ir.IntegerType.get_signless(64), number)
            for name, flags in FLAGS.items():
                if name in op.attributes:
                    op.attributes[name] = ir.Attribute.parse(flags)
            planted[number] = op.name, attributes(op)
    return planted


def lost(*files: str) -> tuple[set[str], set[str]]:
    """Names of ops that lanes kept, and of those that they lost: in these files, or in all."""
    kept, gone = set(), set()
    for case in cases():
        if files and case.path.stem not in files:
            continue
        session = Session(Settings(), "chunk", lambda message: None)
        with session.context:
            module = session.parse(case.text)
            if module is None:
                continue
            planted = plant(module)
            if not session.run(module, case.run.passes):
                continue
            after: dict[int, set[tuple[str, Flags]]] = defaultdict(set)
            for op in walk(module):
                if MARK in op.attributes:
                    after[int(op.attributes[MARK])].add((op.name, attributes(op)))
            for number, op in planted.items():
                (kept if op in after[number] else gone).add(op[0])
    return kept, gone


def test_what_lanes_still_do_has_the_marks_and_flags_of_the_program() -> None:
    kept, gone = lost()
    assert gone == INSTEAD.keys()
    assert len(kept - gone) > 45


def test_a_mark_that_is_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    carried = Site.carried

    def forget(site: Site, *given: str) -> dict[str, ir.Attribute]:
        return carried(site, MARK, *given)

    monkeypatch.setattr(Site, "carried", forget)
    assert lost("broadcast", "scan")[1] >= {
        "vector.broadcast",
        "vector.scan",
        "vector.transfer_read",
        "vector.transfer_write",
    }
