"""A plugin: one pass that says things, one that breaks the IR, and a rule for an op that Lanewise does not know."""

from dataclasses import dataclass

from lanewise.plugin import Candidate, Failure, OpRules, Pass, ir, option, register


@dataclass(frozen=True)
class Greet(Pass):
    """Say the name of every function."""

    name = "test-greet"
    counters = {"greetings": "functions greeted"}

    greeting: str = option("hello", "what to say")
    refuse: bool = option(False, "fail at the first function")

    def run(self, root, report):
        for op in root.regions[0].blocks[0].operations:
            if self.refuse:
                raise Failure(op.operation, "found a function, needed none", [(op.operation, "this one")])
            report.count("greetings")
            report.remark(op.location, f"{self.greeting}, {op.attributes['sym_name'].value}")
        report.warning(ir.Location.unknown(), "all greeted")


@dataclass(frozen=True)
class Break(Pass):
    """Give every constant a value of another type."""

    name = "test-break"

    def run(self, root, report):
        def visit(op):
            if op.name == "arith.constant":
                op.attributes["value"] = ir.IntegerAttr.get(ir.IntegerType.get_signless(64), 1)
            return ir.WalkResult.ADVANCE

        root.walk(visit, ir.WalkOrder.PRE_ORDER)


def forward(node, number, layout, layout_of):
    return [Candidate(node.results[0], layout)]


register(OpRules("test.same", forward))
