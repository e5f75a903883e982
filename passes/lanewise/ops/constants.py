"""Values that cost nothing or little to compute again: they take whatever layout is asked of them."""

from lanewise.rules import OpRules, always, register

register(OpRules("arith.constant", constant=True))
register(OpRules("ub.poison", constant=True))
register(OpRules("vector.step", link=always))
register(OpRules("vector.create_mask", link=always))
register(OpRules("vector.constant_mask", link=always))
