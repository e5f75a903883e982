"""Graphs of numbered nodes: for each node those that come after it."""

from __future__ import annotations

from collections.abc import Mapping


def dominators(after: Mapping[int, set[int]], start: int) -> dict[int, set[int]]:
    """For each node that is reached from `start` those that lie on every way to it, itself among them."""
    order = [start]
    for node in order:
        order += [other for other in sorted(after.get(node, ())) if other not in order]
    before = {node: [other for other in order if node in after.get(other, ())] for node in order}
    found = {node: set(order) for node in order} | {start: {start}}
    changed = True
    while changed:
        changed = False
        for node in order[1:]:
            new = {node} | set.intersection(*(found[other] for other in before[node]))
            changed |= new != found[node]
            found[node] = new
    return found


def has_circle(after: Mapping[int, set[int]]) -> bool:
    """Whether some way leads back to where it began."""
    left = {node: len([a for a in after if node in after[a]]) for node in after}
    free = [node for node in left if not left[node]]
    for node in free:
        for other in after[node]:
            left[other] -= 1
            if not left[other]:
                free.append(other)
    return len(free) < len(left)
