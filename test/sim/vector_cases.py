"""Vector ops and their variants, each in a function of its own: the text files in inputs/, and all reductions."""

from __future__ import annotations

import re
from pathlib import Path

from vector_engine import BITS, VALUES, Case

HEADER = re.compile(r"// (\w+) \((.*)\) -> \((.*)\)(?: (close|values))?(?: (outerproduct))?")

FLOAT_KINDS = ("add", "mul", "minimumf", "maximumf", "minnumf", "maxnumf")
INTEGER_KINDS = ("add", "mul", "and", "or", "xor", "minsi", "maxsi", "minui", "maxui")


def written(name: str) -> list[Case]:
    """The cases of a text file. A line `// name (inputs) -> (results)` begins one; `///` begins a comment."""
    cases = []
    text = (Path(__file__).parent / "inputs" / name).read_text()
    for block in re.split(r"^(?=// )", text, flags=re.M)[1:]:
        header, _, body = block.partition("\n")
        match = HEADER.fullmatch(header)
        assert match is not None, header
        title, inputs, results, same, strategy = match.groups()
        cases.append(Case(title, inputs, body.strip(), results, same or BITS, strategy or "dot"))
    return cases


def reductions(kind: str, element: str, same: str) -> list[Case]:
    v, m = f"vector<5x{element}>", f"vector<3x5x{element}>"
    end = f"{kind}_{element}"
    plain = f"vector.reduction <{kind}>, %a"
    mask = "%k = arith.constant dense<[true, false, true, true, false]> : vector<5xi1>"
    masked = f"%r = vector.mask %k {{ {plain}, %s : {v} into {element} }} : vector<5xi1> -> {element}"
    several = f"%r = vector.multi_reduction <{kind}>, %a, %b [0] : {m} to {v}"
    scalar = f"r: {element}"
    return [
        Case(f"reduction_{end}", f"a: {v}", f"%r = {plain} : {v} into {element}", scalar, same),
        Case(f"reduction_acc_{end}", f"a: {v}, s: {element}", f"%r = {plain}, %s : {v} into {element}", scalar, same),
        Case(f"masked_reduction_{end}", f"a: {v}, s: {element}", f"{mask}\n{masked}", scalar, same),
        Case(f"multi_reduction_{end}", f"a: {m}, b: {v}", several, f"r: {v}", same),
    ]


CASES = [
    *written("vector_shapes.txt"),
    *written("vector_sums.txt"),
    *written("vector_memory.txt"),
    # Which of two zeros of both signs is the larger number is left open by maxnum and minnum.
    *(case for kind in FLOAT_KINDS for case in reductions(kind, "f32", VALUES if "num" in kind else BITS)),
    *(case for kind in INTEGER_KINDS for case in reductions(kind, "i16", BITS)),
    *reductions("add", "f16", BITS),
]
