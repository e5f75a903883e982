"""tensor: values, of which nothing is in memory."""

from __future__ import annotations

from lanewise.traits.record import Runs, each, pure

pure(
    "tensor",
    """
    bitcast cast collapse_shape concat dim empty expand_shape extract extract_slice from_elements gather insert
    insert_slice rank reshape scatter splat
    """,
)
each("tensor", "generate pad", regions=(Runs.DECLARED,))
each("tensor", "yield")
