# RUN: env LANEWISE_HOST=%host %pytest %s
"""Explanations of layouts hold: the rules of a chain, run again on what it says, give the layout that it explains."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from kernels import (
    COLUMNS,
    CORPUS,
    ROWS,
    VECTOR,
    anchor,
    at,
    explained,
    kernel,
    parsed,
    random_kernel,
    vectors,
)
from lanewise.analysis import Analysis, analyze
from lanewise.layout import NestedLayout
from lanewise.mlir import dialect, host
from lanewise.mlir.host import ir
from lanewise.rules import RULES, Candidate, LayoutOf, Node, OpRules, Requirement
from lanewise.transforms.convert_layouts import Conversions
from lanewise.transforms.redirect import Redirects, redirect
from lanewise.view.draw.legend import Legend
from lanewise.view.remedy.why_conversion import why_conversion
from lanewise.view.why.trace import ANCHOR, CONVERSION, FORWARD, Asked, Known, Trace
from lanewise.view.why.why import Explainer, explainer

BEFORE = sorted(CORPUS.glob("*.before.mlir"))
SEEDS = range(90)

MAPS = ", ".join(f"affine_map<(m, n, k) -> ({dims})>" for dims in ("m, k", "n, k", "m, n"))
CONTRACT = (
    f'{{indexing_maps = [{MAPS}], iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>}}'
)

needs_iree = pytest.mark.skipif(host.NAME != "iree", reason="the corpus is written in dialects of the iree host")


class Replay:
    """Layouts by the rules of chains, from what the anchors say; rules are told nothing that a chain does not say."""

    def __init__(self, trace: Trace, analysis: Analysis, anchors: dict[ir.Value, NestedLayout] | None = None) -> None:
        self._trace = trace
        self._source = analysis.graph.source
        self._anchors = anchors or {}
        self._reader = dialect.LayoutReader()
        self._found: dict[Known, NestedLayout | None] = {}

    def __call__(self, known: Known) -> NestedLayout | None:
        waiting = [known]
        while waiting:
            top = waiting[-1]
            missing = [one for one in self._trace.origin(*top).sources if one not in self._found]
            waiting += missing
            assert len(waiting) < 100_000, "a chain that bites its tail"
            if not missing:
                self._found[waiting.pop()] = self._run(top)
        return self._found[known]

    def _run(self, known: Known) -> NestedLayout | None:
        origin = self._trace.origin(*known)
        node = origin.node
        if not origin.sources:
            assert node.name == dialect.TO_LAYOUT
            assert known.value == node.results[0]
            return self._anchors.get(known.value) or self._reader.layout(node.op, node.operands, node.results)
        had = {source.value: self._found[source] for source in origin.sources}
        rules = RULES[node.name]
        answers: list[Requirement | Candidate] = []
        if origin.kind == FORWARD:
            assert origin.operand is not None
            passed = had[self._source(node.operands[origin.operand])]
            if passed is not None:
                answers += rules.forward(node, origin.operand, passed, lambda value: had.get(self._source(value)))
            return next((answer.layout for answer in answers if self._source(answer.value) == known.value), None)
        answers += rules.backward(node, had.get)
        return next((answer.layout for answer in answers if self._value(answer) == known.value), None)

    def _value(self, answer: Requirement | Candidate) -> ir.Value:
        return answer.user.operands[answer.operand] if isinstance(answer, Requirement) else answer.value


def misfounded(explain: Explainer) -> list[Asked]:
    """The requirements that the rule does not make of the ground that is told, or makes without it.

    Beside the ground a rule is told what the operand itself has, which it may ask for to leave that as it is.
    """
    return [
        asked
        for asked in explain.trace.requirements.values()
        if not _requires(explain, asked, dict([asked.source, *asked.beside])) or _requires(explain, asked, {})
    ]


def _requires(explain: Explainer, asked: Asked, ground: dict[ir.Value, NestedLayout]) -> bool:
    had = {asked.value: explain.analysis.layout(asked.value)} | ground
    answers = RULES[asked.node.name].backward(asked.node, had.get)
    found = [answer[:3] for answer in answers if isinstance(answer, Requirement)]
    return (asked.user, asked.operand, asked.layout) in found


def check(explain: Explainer) -> int:
    """How many values are explained by a chain of which all holds, as do the grounds of all requirements."""
    analysis, replay = explain.analysis, Replay(explain.trace, explain.analysis)
    assert not misfounded(explain)
    for value, layout in analysis.layouts.items():
        assert replay(Known(value, layout)) == layout
        explanation = explain.why(value)
        assert explanation.layout == layout
        assert explanation.step is not None
        chain = explanation.step.chain
        assert chain[0].kind in (ANCHOR, CONVERSION)
        assert chain[0].op == dialect.TO_LAYOUT
        assert all(step.kind not in (ANCHOR, CONVERSION) for step in chain[1:])
        others = list(analysis.candidates.get(value, ())[1:])
        assert [one.layout for one in explanation.lost] == others
        assert [replay(Known(value, other)) for other in others] == others
    return len(analysis.layouts)


@needs_iree
@pytest.mark.parametrize("path", BEFORE, ids=[path.name.removesuffix(".before.mlir") for path in BEFORE])
def test_every_layout_of_the_corpus_is_explained(path: Path) -> None:
    with explained(path.read_text()) as explain:
        assert check(explain) > 10


def test_the_corpus_is_here() -> None:
    assert len(BEFORE) == 14


@pytest.mark.parametrize("seed", SEEDS)
def test_every_layout_of_a_random_kernel_is_explained(seed: int) -> None:
    with explained(random_kernel(seed)) as explain:
        assert check(explain) > 1
        clashes = {(clash.value, clash.user, clash.operand) for clash in explain.analysis.clashes}
        shown = {(one.value, one.line, one.operand) for value in vectors(explain) for one in explain.why(value).clashes}
        assert len(shown) == len({(value, explain.names.line(user), operand) for value, user, operand in clashes})


@pytest.mark.parametrize("seed", SEEDS)
def test_watched_rules_find_what_the_analysis_found(seed: int) -> None:
    with explained(random_kernel(seed)) as explain:
        again, analysis = explain.trace.again, explain.analysis
        assert again.layouts == analysis.layouts
        assert again.candidates == analysis.candidates
        assert [(c.value, c.wants, c.operand) for c in again.clashes] == [
            (c.value, c.wants, c.operand) for c in analysis.clashes
        ]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_vector_without_layout_has_a_reason(seed: int) -> None:
    with explained(random_kernel(seed)) as explain:
        for value in vectors(explain):
            explanation = explain.why(value)
            assert bool(explanation.missing) == (value not in explain.analysis.layouts)


def test_a_replay_from_another_anchor_gives_another_layout() -> None:
    """The check above can fail: it runs the rules, and does not read what is to come out."""
    text = kernel(anchor("%r", "%a", "rows"), "%t = vector.transpose %r, [1, 0] : V to V", "%n = arith.negf %t : V")
    with explained(text) as explain:
        other = NestedLayout.parse(ROWS.replace("[8, 8]", "[16, 4]").replace("[2, 2]", "[1, 4]"))
        replay = Replay(explain.trace, explain.analysis, {at(explain, "4"): other})
        known = Known(at(explain, "6"), NestedLayout.parse(COLUMNS))
        assert replay(known) == other.permute([1, 0])


def test_the_whole_text() -> None:
    text = kernel(
        anchor("%r", "%a", "rows"),
        anchor("%c", "%b", "columns"),
        "%sum = arith.addf %r, %c : V",
        anchor("%end", "%sum", "columns"),
    )
    with explained(text) as explain:
        assert str(explain.why(at(explain, "6"))).splitlines() == [
            f"%2 at line 6: arith.addf, {VECTOR} in #a",
            "  from its anchor:",
            "    line 4: %0 in #a: the anchor",
            "    line 6: %2 in #a: forward through 'arith.addf' at line 6 from operand #0",
            "  lost:",
            "    #b, which came later, from the anchor %1 of line 5, "
            "forward through 'arith.addf' at line 6 from operand #1",
            "  required:",
            "    #b as operand #0 of 'iree_vector_ext.to_layout' at line 7 (a clash)",
            "  clashes:",
            "    %2 in #a, needed in #b as operand #0 of 'iree_vector_ext.to_layout' at line 7: "
            "converted by the anchor",
            "    %1 in #b, needed in #a as operand #1 of 'arith.addf' at line 6: converted",
            "where",
            f"  #a = {ROWS}",
            f"  #b = {COLUMNS}",
        ]


def test_a_contract_names_both_operands() -> None:
    text = kernel(
        anchor("%l", "%a", "rows"),
        anchor("%s", "%b", "columns"),
        f"%r = vector.contract {CONTRACT} %l, %s, %acc : V, V into V",
        arguments=f"%a: {VECTOR}, %b: {VECTOR}, %acc: {VECTOR}",
    )
    # The rows of one are spread over other lanes than those of the other.
    with explained(text) as explain:
        step = explain.why(at(explain, "6")).step
        assert step is not None
        assert step.source is not None
        assert {step.source.line, *(other.line for other in step.also)} == {4, 5}
        assert step.rule in (
            "forward through 'vector.contract' at line 6 from operand #0, with %1 of line 5",
            "forward through 'vector.contract' at line 6 from operand #1, with %0 of line 4",
        )


def test_a_loop_says_for_whom_its_yield_speaks() -> None:
    text = kernel(
        "%i = arith.constant 1 : index",
        "%x = scf.for %k = %i to %i step %i iter_args(%p = %b) -> (V) {",
        anchor("%r", "%a", "rows"),
        "scf.yield %r : V",
        "}",
    )
    with explained(text) as explain:
        explanation = explain.why(at(explain, "%arg1"))
        assert explanation.step is not None
        assert [(step.kind, step.line) for step in explanation.step.chain] == [
            ("anchor", 6),
            ("forward", 5),
            ("requirement", 3),
        ]
        assert explanation.step.rule.endswith("of 'scf.for' at line 5, says 'scf.yield' at line 7")


PARTS = {
    "extract": ((2, 16, 16), "vector<2x16x16xf16>", "vector.extract %x[0] : V from vector<2x16x16xf16>"),
    "strided_slice": (
        (32, 16),
        "vector<32x16xf16>",
        '"vector.extract_strided_slice"(%x) {offsets = [8, 0], sizes = [16, 16], strides = [1, 1]}'
        " : (vector<32x16xf16>) -> V",
    ),
    "bitcast": ((16, 32), "vector<16x32xi8>", "vector.bitcast %x : vector<16x32xi8> to V"),
}


@pytest.mark.parametrize(("shape", "type_", "op"), PARTS.values(), ids=PARTS)
def test_a_clash_names_the_anchors_of_both_sides(shape: tuple[int, ...], type_: str, op: str) -> None:
    """Of ops whose rules look at what the operand has, and then require what the result has."""
    text = kernel(
        f"%e = {op}",
        "%n = arith.negf %e : V",
        anchor("%b", "%n", "rows"),
        f"%w = iree_vector_ext.to_layout %x to layout({NestedLayout.replicated(shape)}) : {type_}",
        arguments=f"%x: {type_}",
    )
    with explained(text) as explain:
        [clash] = explain.why(at(explain, "%arg0")).clashes
        assert (clash.has.anchor.line, clash.because.line, clash.because.anchor.line) == (7, 4, 6)
        [conversion] = why_conversion(explain, 4)
        assert (conversion.has.anchor.line, conversion.because.line, conversion.because.anchor.line) == (7, 4, 6)
        assert not misfounded(explain)


def test_what_a_rule_requires_of_itself_starts_a_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    def backward(node: Node, layout_of: LayoutOf) -> Iterator[Requirement]:
        for number in (0, 1):
            yield Requirement(node.op, number, NestedLayout.replicated((16, 16)))

    monkeypatch.setitem(RULES, "vector.interleave", OpRules("vector.interleave", backward=backward))
    text = kernel("%i = vector.interleave %a, %b : V -> vector<16x32xf16>", anchor("%r", "%a", "rows"))
    with explained(text) as explain:
        rule = "backward, required of operand #{} of 'vector.interleave' at line 4"
        explanation = explain.why(at(explain, "%arg1"))
        assert explanation.step is not None
        assert [step.rule for step in explanation.step.chain] == [rule.format(1)]
        clashing = explain.why(at(explain, "%arg0"))
        assert [one.text(Legend()) for one in clashing.requirements] == [
            "#a as operand #0 of 'iree_vector_ext.to_layout' at line 5",
            "#a as operand #0 of 'vector.interleave' at line 4 (a clash)",
        ]
        [conversion] = why_conversion(explain, 4)
        assert (conversion.has.anchor.line, conversion.because.rule) == (5, rule.format(0))


WITHOUT = {
    "nothing": (["%x = arith.addf %a, %b : V"], "4", "no anchor reaches it"),
    "no-rule": (
        [
            anchor("%r", "%a", "rows"),
            "%x = vector.interleave %r, %r : V -> vector<16x32xf16>",
            "%y = arith.negf %x : vector<16x32xf16>",
        ],
        "6",
        "nobody wrote a layout rule for 'vector.interleave' at line 5, where it is result #0",
    ),
    "shape": (
        [anchor("%r", "%a", "columns"), "%x = vector.shape_cast %r : V to vector<256xf16>"],
        "5",
        f"it is result #0 of 'vector.shape_cast' at line 5: {COLUMNS} does not fold into vector<256xf16>",
    ),
    "shared": ([anchor("%r", "%a", "rows", " <{shared_memory_conversion}>")], "%arg0", "it goes through shared memory"),
    "scalar": (["%x = arith.addf %one, %one : f16"], "4", "it is no vector"),
    "broadcast": (
        [anchor("%r", "%a", "rows"), "%x = vector.broadcast %r : V to vector<2x16x16xf16>"],
        "5",
        "'vector.broadcast' at line 5, whose rule suggests nothing for it",
    ),
    "contract": (
        [
            anchor("%l", "%a", "rows"),
            anchor("%s", "%b", "rows"),
            f"%x = vector.contract {CONTRACT} %l, %s, %acc : V, V into V",
        ],
        "6",
        "lhs and rhs spread two dimensions of the result over the same lanes",
    ),
    "lhs": (
        [anchor("%s", "%b", "rows"), f"%x = vector.contract {CONTRACT} %a, %s, %acc : V, V into V"],
        "5",
        "it takes the layouts of lhs and rhs together, and lhs has none",
    ),
    "return": (["%x = func.call @g() : () -> V", "%y = arith.negf %x : V"], "5", "no anchor reaches it"),
}


@pytest.mark.parametrize(("lines", "value", "reason"), WITHOUT.values(), ids=WITHOUT)
def test_why_not(lines: list[str], value: str, reason: str) -> None:
    text = kernel(*lines, arguments=f"%a: {VECTOR}, %b: {VECTOR}, %acc: {VECTOR}, %one: f16")
    with explained(f"{text}func.func private @g() -> {VECTOR}\n") as explain:
        explanation = explain.why(at(explain, value))
        assert explanation.layout is None, str(explanation)
        assert reason in " ".join(explanation.missing)


def test_conversions_of_an_earlier_run_hide_no_anchor() -> None:
    text = kernel(
        anchor("%r", "%a", "rows"),
        anchor("%c", "%b", "columns"),
        "%sum = arith.addf %r, %c : V",
        "%end = arith.negf %sum : V",
    )
    with parsed(text) as module:
        analysis = analyze(module.operation)
        redirect(module.operation, Redirects(Conversions(analysis, analysis.clashes).redirects()))
        explain = Explainer(analyze(module.operation))
        assert check(explain) == len(vectors(explain)) == 7
        assert [one.anchor.line for one in explain.why(at(explain, "6")).lost] == [5]


def test_an_offer_to_a_converted_mask_is_one_to_the_mask() -> None:
    text = kernel(
        anchor("%r", "%a", "rows"),
        anchor("%c", "%b", "columns"),
        *(
            f"%{name}s = vector.mask %m {{ vector.multi_reduction <add>, %{name}, %acc [1] : V to vector<16xf16> }}"
            " : vector<16x16xi1> -> vector<16xf16>"
            for name in "rc"
        ),
        arguments=f"%a: {VECTOR}, %b: {VECTOR}, %m: vector<16x16xi1>, %acc: vector<16xf16>",
    )
    with parsed(text) as module:
        analysis = analyze(module.operation)
        redirect(module.operation, Redirects(Conversions(analysis, analysis.clashes).redirects()))
        explain = Explainer(analyze(module.operation))
        check(explain)
        assert [step.anchor.line for step in explain.why(at(explain, "%arg2")).lost] == [5]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_layout_of_a_resolved_kernel_is_explained(seed: int) -> None:
    with parsed(random_kernel(seed, "vector-mask")) as module:
        analysis = analyze(module.operation)
        redirect(module.operation, Redirects(Conversions(analysis, analysis.clashes).redirects()))
        explain = Explainer(analyze(module.operation))
        assert explain.trace.again.layouts == explain.analysis.layouts
        check(explain)


def test_references() -> None:
    text = kernel(
        "%z:2 = scf.for %k = %i to %i step %i iter_args(%p = %a, %q = %b) -> (V, V) {",
        "scf.yield %p, %q : V, V",
        "}",
        arguments=f"%a: {VECTOR}, %b: {VECTOR}, %i: index",
    )
    with parsed(text) as module:
        analysis = analyze(module.operation)
        loop = analysis.graph.body.op.regions[0].blocks[0].operations[0].regions[0].blocks[0].operations[0]
        assert explainer(analysis).names.find("4") == list(loop.results)
        assert explainer(analysis).names.find("4:1") == [loop.results[1]]
        assert explainer(analysis).names.find("%0") == [loop.results[0]]
        assert explainer(analysis).names.find("%0#1") == [loop.results[1]]
        assert explainer(analysis).names.find("%arg4") == [loop.regions[0].blocks[0].arguments[1]]
        assert explainer(analysis).names.find("99") == []
        with pytest.raises(ValueError, match="'sum' names no value"):
            explainer(analysis).names.find("sum")
        assert explainer(analysis).why(loop.results[0]).line == 4


def test_long_chains_share_their_steps() -> None:
    """Else explaining every value would take time and room that grow with the square of the program."""
    count = 1500
    lines = [anchor("%0", "%a", "rows"), *(f"%{n + 1} = arith.negf %{n} : V" for n in range(count))]
    with explained(kernel(*lines)) as explain:
        values = vectors(explain)
        steps = {}
        for value in values:
            step = explain.why(value).step
            while step is not None and id(step) not in steps:
                steps[id(step)] = step
                step = step.source
        assert len(steps) == len(explain.analysis.layouts)
        last = explain.why(at(explain, str(4 + count)))
        assert len(str(last).splitlines()) < 20
        assert "... 1489 steps ..." in str(last)
        assert last.step is not None
        assert len(last.step.chain) == count + 1
        assert last.step.anchor.line == 4


@pytest.mark.parametrize("seed", range(10))
def test_json_is_plain(seed: int) -> None:
    with explained(random_kernel(seed)) as explain:
        for value in vectors(explain):
            data = explain.why(value).as_json()
            assert json.loads(json.dumps(data)) == data
            assert [step["layout"] for step in data["chain"]][-1:] == [data["layout"]] * (data["layout"] is not None)
