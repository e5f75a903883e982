"""arith: numbers from numbers."""

from __future__ import annotations

from lanewise.traits.record import Aliases, pure

pure(
    "arith",
    """
    addf addi addui_extended andi bitcast ceildivsi ceildivui cmpf cmpi constant convertf divf divsi divui extf extsi
    extui floordivsi flush_denormals fptosi fptoui index_cast index_castui maximumf maximumnumf maxnumf maxsi maxui
    minimumf minimumnumf minnumf minsi minui mulf muli mulsi_extended mului_extended negf ori remf remsi remui
    scaling_extf scaling_truncf shli shrsi shrui sitofp subf subi subui_extended truncf trunci uitofp xori
    """,
)
pure("arith", "select", aliases=Aliases.FORWARDED)
