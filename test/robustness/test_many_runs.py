# RUN: env LANEWISE_HOST=%host %pytest %s
"""Many runs in one process: memory is flat, no run knows of another, and threads do not disturb each other."""

from __future__ import annotations

import gc
import random
import threading
from pathlib import Path

import lanewise
import pytest
from lanewise.command.session import Session, Settings, make_context
from lanewise.layout import NestedLayout
from lanewise.layout import nested as layouts
from lanewise.mlir.diagnostics import Failure
from lanewise.mlir.host import ir, passmanager
from support.root import EXAMPLES

SOURCE = (EXAMPLES / "layernorm.mlir").read_text()
SOURCE = "\n".join(line for line in SOURCE.split("\n") if not line.lstrip().startswith("//"))
PIPELINE = "lanewise-resolve-layouts,lanewise-distribute,lanewise-print-layouts"
RUNS = 1000
ALLOWED = 6 << 20
"""Bytes that may come on top between the 200th run and the last: one kept run takes some 50 KB, a kept context 2 MB."""


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def resolve(source: str) -> str:
    """The passes as another program calls them, in a context of its own."""
    said = []
    with make_context(Settings()) as context:
        module = ir.Module.parse(source)
        analysis = lanewise.analyze(module.operation)
        manager = passmanager.PassManager("builtin.module", context=context)
        lanewise.add_passes(manager, PIPELINE, said.append)
        manager.run(module.operation)
        return f"{len(analysis.layouts)} {len(said)}\n{module}"


def generic(source: str) -> str:
    """What upstream parses without the dialect."""
    text = Session(Settings(print_op_generic=True), "in.mlir", lambda message: pytest.fail(message.text)).process(
        source, ()
    )
    assert text is not None
    return text


def other(number: int) -> str:
    """A program whose layouts no other has."""
    return generic(SOURCE).replace("subgroup_strides = [0, 0]", f"subgroup_strides = [0, {number}]", 1)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_a_thousand_runs_take_no_more_memory_than_some() -> None:
    source = generic(SOURCE)
    first = resolve(source)
    gc.collect()
    before = 0
    for number in range(RUNS):
        if number == RUNS // 5:
            gc.collect()
            before = resident()
        if number % 50 == 0:
            assert resolve(source) == first
            Session(Settings(), "in.mlir", lambda message: None).process("nope", ())
        else:
            with make_context(Settings()):
                assert lanewise.analyze(ir.Module.parse(source).operation).layouts
    gc.collect()
    assert resident() - before < ALLOWED


def test_caches_are_bounded() -> None:
    caches = [found for found in vars(layouts).values() if hasattr(found, "cache_info")]
    assert len(caches) >= 5
    assert all(cache.cache_info().maxsize is not None for cache in caches)
    for size in range(1, 6000):
        str(NestedLayout.replicated([size]))
    assert all(cache.cache_info().currsize <= cache.cache_info().maxsize for cache in caches)


def test_a_run_does_not_know_of_those_before() -> None:
    source = generic(SOURCE)
    first = resolve(source)
    broken = source.replace("thread_tile = [1, 64]", "thread_tile = [1, 63]")
    assert broken != source
    for number in range(3):
        with pytest.raises((Failure, ir.MLIRError)):
            resolve(broken)
        resolve(other(number))
        assert resolve(source) == first


def test_threads_with_a_context_each_agree_with_single_runs() -> None:
    sources = [other(number) for number in range(4)]
    alone = [resolve(source) for source in sources]
    found: list[tuple[int, str]] = []

    def work(seed: int) -> None:
        rng = random.Random(seed)
        for _ in range(6):
            number = rng.randrange(len(sources))
            found.append((number, resolve(sources[number])))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert len(found) == 36
    assert all(text == alone[number] for number, text in found)
