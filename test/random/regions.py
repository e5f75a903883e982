"""Ops with regions: loops, branches, and those that only Lanewise propagates through."""

from __future__ import annotations

from collections.abc import Callable

from builder import Builder, Vector

Fill = Callable[[Builder, int], None]
Region = Callable[[Builder, Fill], None]
MAX_DEPTH = 3


def body(b: Builder, fill: Fill) -> None:
    fill(b, b.rng.randint(1, 8))


def yielded(b: Builder, types: list[Vector]) -> str:
    return ", ".join(b.read(type, fresh=0.05) for type in types)


def listed(types: list[Vector]) -> str:
    return ", ".join(map(str, types))


def carried(b: Builder) -> list[tuple[str, Vector]]:
    """One to three values for a region op to start from."""
    found = [b.some() for _ in range(b.rng.choice((1, 1, 2, 3)))]
    return [(value.name, value.type) for value in found if value]


def loop(b: Builder, fill: Fill) -> None:
    inits = carried(b)
    if not inits:
        return
    types = [type for _, type in inits]
    results = [b.fresh(str(type)) for type in types]
    iter_args = [b.fresh(str(type)) for type in types]
    induction = b.fresh("index")
    bounds = f"{b.index()} to {b.index()} step {b.index()}"
    pairs = ", ".join(f"{arg} = {init}" for arg, (init, _) in zip(iter_args, inits, strict=True))
    b.emit(f"{', '.join(results)} = scf.for {induction} = {bounds} iter_args({pairs}) -> ({listed(types)}) {{")
    with b.region():
        for arg, type in zip(iter_args, types, strict=True):
            b.add(arg, type, hot=True)
        if "late-scalar" in b.features:
            b.late_scalars[-1].append((induction, "index"))
        body(b, fill)
        b.emit(f"scf.yield {yielded(b, types)} : {listed(types)}")
    close(b, "}", results, types)


def close(b: Builder, text: str, results: list[str], types: list[Vector]) -> None:
    b.emit(text)
    for name, type in zip(results, types, strict=True):
        b.add(name, type)


def branch(b: Builder, fill: Fill) -> None:
    """scf.if; its arms yield anchors of one layout, or with the feature `if-arms` any value.

    Only in the first form do the oracle, which requires nothing of the arms, and Lanewise agree by construction.
    """
    types = [type for _, type in carried(b)] if b.chance(0.8) else []
    free = "if-arms" in b.features and b.chance(0.7) and bool(types)
    b.present.update({"if-arms"} if free else ())
    layouts = [b.layout(type.shape) for type in types]
    results = [b.fresh(str(type)) for type in types]
    head = f"{', '.join(results)} = " if results else ""
    b.emit(f"{head}scf.if {b.scalar('i1')}{f' -> ({listed(types)})' if types else ''} {{")
    for arm in range(2):
        if arm:
            b.emit("} else {")
        with b.region():
            body(b, fill)
            if free:
                b.emit(f"scf.yield {yielded(b, types)} : {listed(types)}")
            elif types:
                anchors = [b.anchor(b.read(type), type, layout) for type, layout in zip(types, layouts, strict=True)]
                b.emit(f"scf.yield {', '.join(anchors)} : {listed(types)}")
    close(b, "}", results, types)


def while_loop(b: Builder, fill: Fill) -> None:
    inits = carried(b)[:2]
    if not inits:
        return
    b.present.add("while")
    types = [type for _, type in inits]
    results, before, after = ([b.fresh(str(type)) for type in types] for _ in range(3))
    pairs = ", ".join(f"{arg} = {init}" for arg, (init, _) in zip(before, inits, strict=True))
    b.emit(f"{', '.join(results)} = scf.while ({pairs}) : ({listed(types)}) -> ({listed(types)}) {{")
    with b.region():
        for arg, type in zip(before, types, strict=True):
            b.add(arg, type, hot=True)
        body(b, fill)
        b.emit(f"scf.condition({b.scalar('i1')}) {yielded(b, types)} : {listed(types)}")
    b.emit("} do {")
    b.emit(f"^bb0({', '.join(f'{arg}: {type}' for arg, type in zip(after, types, strict=True))}):")
    with b.region():
        for arg, type in zip(after, types, strict=True):
            b.add(arg, type, hot=True)
        body(b, fill)
        b.emit(f"scf.yield {yielded(b, types)} : {listed(types)}")
    close(b, "}", results, types)


def index_switch(b: Builder, fill: Fill) -> None:
    types = [type for _, type in carried(b)]
    if not types:
        return
    b.present.add("index_switch")
    results = [b.fresh(str(type)) for type in types]
    b.emit(f"{', '.join(results)} = scf.index_switch {b.index()} -> {listed(types)}")
    for label in ("case 1 {", "case 5 {", "default {"):
        b.emit(label)
        with b.region():
            body(b, fill)
            b.emit(f"scf.yield {yielded(b, types)} : {listed(types)}")
        b.emit("}")
    for name, type in zip(results, types, strict=True):
        b.add(name, type)


def execute_region(b: Builder, fill: Fill) -> None:
    types = [type for _, type in carried(b)]
    if not types:
        return
    b.present.add("execute_region")
    results = [b.fresh(str(type)) for type in types]
    b.emit(f"{', '.join(results)} = scf.execute_region -> ({listed(types)}) {{")
    with b.region():
        body(b, fill)
        b.emit(f"scf.yield {yielded(b, types)} : {listed(types)}")
    close(b, "}", results, types)
