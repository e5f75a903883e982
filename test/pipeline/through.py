"""The kernels of the corpus, distributed by us or by the compiler, through the rest of its pipeline."""

from __future__ import annotations

from functools import cache

import oracle
from rest import Lowered, Refused, executable, lowered
from support.root import CORPUS
from support.run import lanewise

KERNELS = [path.name.removesuffix(".before.mlir") for path in sorted(CORPUS.glob("*.before.mlir"))]
PAIRS = [path.name.removesuffix(".after.mlir") for path in sorted(CORPUS.glob("*.after.mlir"))]


@cache
def distributed() -> dict[str, str]:
    """Of each kernel, the executable as we distribute it; in one process, which takes a while to start."""
    texts = [executable((CORPUS / f"{name}.before.mlir").read_text(), target_of(name)) for name in KERNELS]
    flags = ["--lanewise-resolve-layouts", "--lanewise-distribute", "--split-input-file", "-"]
    done = lanewise("lanewise-opt", *flags, host="iree", stdin=oracle.SEPARATOR.join(texts))
    assert done.returncode == 0, done.stderr
    return dict(zip(KERNELS, done.stdout.split(oracle.SEPARATOR), strict=True))


def outcome(name: str, side: str, hasty: bool = True) -> Lowered | Refused:
    """What the pipeline makes of a kernel that we distributed (before), or the compiler did (after)."""
    target = target_of(name)
    text = distributed()[name] if side == "before" else executable((CORPUS / f"{name}.{side}.mlir").read_text(), target)
    try:
        return lowered(text, target, hasty)
    except Refused as refusal:
        return refusal


def target_of(name: str) -> str:
    return name.split(".")[1]
