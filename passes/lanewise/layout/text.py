"""The text of a layout attribute, in today's syntax and in two of 2024, as the seven rows of a nested_layout.

    #iree_vector_ext.nested_layout<subgroup_tile = [1, 1], batch_tile = [2, 4], outer_tile = [1, 1],
        thread_tile = [4, 16], element_tile = [4, 1], subgroup_strides = [0, 0], thread_strides = [16, 1]>
    #iree_vector_ext.nested_layout<subgroups_per_workgroup = [1, 1], batches_per_subgroup = [2, 4], ...>
    #iree_vector_ext.layout<<[BATCHX, LANEY, VECTORX], [2, 4, 4]>, <[BATCHY, LANEX], [4, 16]>>

These three say the same.
"""

from __future__ import annotations

import re

FIELDS = (
    "subgroup_tile",
    "batch_tile",
    "outer_tile",
    "thread_tile",
    "element_tile",
    "subgroup_strides",
    "thread_strides",
)
"""Parameters in the order in which they print."""

_NAMES_OF_2024 = {
    "subgroups_per_workgroup": "subgroup_tile",
    "batches_per_subgroup": "batch_tile",
    "outers_per_batch": "outer_tile",
    "threads_per_outer": "thread_tile",
    "elements_per_thread": "element_tile",
}

_LABELS = tuple(
    family + axis
    for family, axes in (("BATCH", "ZYX"), ("VECTOR", "ZY"), ("LANE", "ZYX"), ("VECTOR", "X"))
    for axis in axes
)
"""Labels of 2024 from the outermost digit to the innermost; a dimension must list its own in this order."""

_LANES = ("LANEX", "LANEY", "LANEZ")  # x counts fastest

_ATTRIBUTE = re.compile(r"\s*(?:#iree_vector_ext\.)?(nested_layout|layout)\s*<(.*)>\s*", re.DOTALL)
_FIELD = re.compile(r"\s*(\w+)\s*=\s*\[([^][]*)\]\s*")
_DIMENSION = re.compile(r"\s*(?:(?:#iree_vector_ext\.)?per_dim_layout)?\s*<\s*\[([^][]*)\]\s*,\s*\[([^][]*)\]\s*>\s*")


class LayoutError(ValueError):
    """A layout that cannot be; the message says what was found and what was needed."""


def parse_fields(text: str) -> list[tuple[int, ...]]:
    """The rows of the layout that `text` spells, in the order of FIELDS, not yet checked against each other.

    Raises LayoutError.
    """
    attribute = _ATTRIBUTE.fullmatch(text)
    if attribute is None:
        raise LayoutError(f"found '{text.strip()}', but needed nested_layout<...> or layout<...>")
    name, body = attribute.groups()
    return _nested(body) if name == "nested_layout" else _per_dimension(body)


def _nested(body: str) -> list[tuple[int, ...]]:
    rows: dict[str, tuple[int, ...]] = {}
    for field in _split(_FIELD, body, "NAME = [NUMBERS]"):
        spelled, numbers = field.groups()
        name = _NAMES_OF_2024.get(spelled, spelled)
        if name not in FIELDS:
            raise LayoutError(f"unknown parameter '{spelled}'; the parameters are {', '.join(FIELDS)}")
        if name in rows:
            raise LayoutError(f"parameter '{name}' is repeated")
        rows[name] = _numbers(numbers, spelled)
    missing = [name for name in FIELDS if name not in rows]
    if missing:
        raise LayoutError(f"missing {', '.join(missing)}")
    return [rows[name] for name in FIELDS]


def _per_dimension(body: str) -> list[tuple[int, ...]]:
    dimensions = [
        _labelled(match[1], match[2], dim)
        for dim, match in enumerate(_split(_DIMENSION, body, "<[LABELS], [NUMBERS]>"))
    ]
    strides, stride = {}, 1
    for lane in _LANES:
        extents = [sizes[lane] for sizes in dimensions if lane in sizes]
        if len(extents) > 1:
            raise LayoutError(f"{lane} is repeated: it can spread over one dimension, not {len(extents)}")
        strides[lane] = stride
        stride *= extents[0] if extents else 1
    return [tuple(row) for row in zip(*(_column(sizes, strides) for sizes in dimensions), strict=True)] or [()] * 7


def _labelled(labels: str, numbers: str, dim: int) -> dict[str, int]:
    names, sizes = _items(labels), _numbers(numbers, f"dimension {dim}")
    for name in names:
        if name not in _LABELS:
            raise LayoutError(f"dimension {dim}: unknown label '{name}'; the labels are {', '.join(_LABELS)}")
    if len(names) != len(sizes):
        raise LayoutError(f"dimension {dim}: {len(names)} labels, but {len(sizes)} numbers")
    order = [name for name in _LABELS if name in names]
    if names != order:
        raise LayoutError(
            f"dimension {dim}: labels {', '.join(names)}, but needed once each in order {', '.join(order)}"
        )
    if sum(name in _LANES for name in names) > 1:
        raise LayoutError(f"dimension {dim}: several LANE labels, but one dimension spreads over one of them")
    return dict(zip(names, sizes, strict=True))


def _column(sizes: dict[str, int], strides: dict[str, int]) -> tuple[int, ...]:
    """One dimension's entry in each of FIELDS."""
    batch = outer = thread = element = 1
    thread_stride = 0
    for label, size in sizes.items():
        if label.startswith("BATCH"):
            batch *= size
        elif label in _LANES:
            thread, thread_stride = size, strides[label]
        elif label == "VECTORX":
            element = size
        else:
            outer *= size
    return (1, batch, outer, thread, element, 0, thread_stride)


def _split(item: re.Pattern[str], body: str, form: str) -> list[re.Match[str]]:
    """Matches of `item`, which commas separate and which make up the whole body."""
    found: list[re.Match[str]] = []
    at = 0
    while body.strip():
        match = item.match(body, at)
        if match is None:
            raise LayoutError(f"found '{body[at:].strip()}', but needed {form}")
        found.append(match)
        at = match.end()
        if at == len(body):
            break
        if body[at] != ",":
            raise LayoutError(f"found '{body[at:].strip()}', but needed ',' or '>'")
        at += 1
    return found


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",")] if text.strip() else []


def _numbers(text: str, owner: str) -> tuple[int, ...]:
    for item in _items(text):
        if not re.fullmatch(r"-?[0-9]{1,20}", item):
            raise LayoutError(f"{owner}: found '{item}', but needed a 64-bit number")
    return tuple(int(item) for item in _items(text))
