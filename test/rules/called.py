"""Which rules of which ops the chunks of test/print-layouts and test/distribute call, in this process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from lanewise import transforms as transforms  # registers the passes
from lanewise.command.session import Session, Settings
from lanewise.mlir import files, host
from lanewise.mlir.host import ir
from lanewise.pipeline.text import Element
from lanewise.rules import RULES
from support.each_host import hosts_of
from support.hosts import HOSTS
from support.root import TEST

SIZES = re.compile(r"workgroup-size=[\d,]+ subgroup-size=\d+")
KINDS = ("forward", "backward", "distribute")
PRESENT = "present"
"""What is noted of every op of a chunk."""

Called = set[tuple[str, str]]
"""Op, and a kind of rule or PRESENT."""


def programs() -> Iterator[tuple[str, tuple[Element, ...]]]:
    """The chunks of the files that run on this host, and their passes, with the sizes of the RUN line."""
    for room in ("print-layouts", "distribute"):
        for path in sorted((TEST / room).glob("*.mlir")):
            text = path.read_text()
            if host.NAME in (hosts_of(text) or HOSTS):
                sizes = SIZES.search(text)
                distribute = Element("lanewise-distribute", sizes[0] if sizes else "")
                resolve = Element("lanewise-resolve-layouts")
                passes = (Element("lanewise-print-layouts"),) if room == "print-layouts" else (resolve, distribute)
                yield from ((chunk, passes) for _, chunk in files.split(text))


def called() -> Called:
    found: Called = set()
    kept = dict(RULES)
    for name, rules in kept.items():
        watched = {kind: _noting(found, name, kind, getattr(rules, kind)) for kind in KINDS if getattr(rules, kind)}
        RULES[name] = replace(rules, same_layout=False, **watched)
    try:
        for text, passes in programs():
            session = Session(Settings(), "chunk", lambda message: None)
            with session.context:
                module = session.parse(text)
                if module is not None:
                    module.operation.walk(partial(_note, found))
                    session.run(module, passes)
    finally:
        RULES.update(kept)
    return found


def _note(found: Called, op: ir.Operation) -> ir.WalkResult:
    found.add((op.name, PRESENT))
    return ir.WalkResult.ADVANCE


def _noting(found: Called, name: str, kind: str, rule: Callable[..., Any]) -> Callable[..., Any]:
    def noting(*arguments: Any) -> Any:
        found.add((name, kind))
        return rule(*arguments)

    return noting
