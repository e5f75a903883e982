"""`python executed.py OP...`: which ops the tests of this folder execute on this process's host, as JSON.

In one process, and only as many tests as it takes: those that name an op which has not run yet, then one of each
function, then the others, until every OP has run.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

import pytest
from lanewise.sim import Unsupported
from lanewise.sim import semantics as registered  # noqa: F401
from lanewise.sim.machine.program import SEMANTICS, Op, Run, Semantics
from support.each_host import hosts_of

HERE = Path(__file__).parent
ELSEWHERE = {
    "test_every_op.py",
    "test_limits.py",
    "test_mutants.py",
    "test_op_types.py",
    "test_rounding.py",
    "test_sim_cli.py",
}
"""What takes long and executes nothing that others do not, or nothing in its own process."""


class Watch:
    """A plugin of pytest."""

    def __init__(self, wanted: set[str]) -> None:
        self.wanted = wanted
        self.executed: set[str] = set()
        self.refused: set[str] = set()

    def watch(self) -> None:
        """Have each op say so when it runs."""
        for name, (poison, semantics) in SEMANTICS.items():
            SEMANTICS[name] = poison, self._watched(name, semantics)

    def _watched(self, name: str, semantics: Semantics) -> Semantics:
        def compiled(op: Op) -> Run:
            try:
                run = semantics(op)
            except Unsupported:
                self.refused.add(name)
                raise

            def noted(*operands: object, **options: object) -> object:
                self.executed.add(name)
                return run(*operands, **options)

            return noted

        return compiled

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Ops first that a test has in its name, then a test of each function, then what is left."""
        seen: set[str] = set()
        order = {}
        for item in items:
            function = item.nodeid.partition("[")[0]
            order[item] = 0 if ops_in(item) else 2 if function in seen else 1
            seen.add(function)
        items.sort(key=order.__getitem__)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        named = ops_in(item)
        if named and named <= self.executed:
            pytest.skip("its ops have run")

    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        if self.wanted <= self.executed:
            item.session.shouldstop = "all ops have run"


def ops_in(item: pytest.Item) -> set[str]:
    """The ops that its name has, with their dialects or at the start of its parameters without."""
    _, _, parameters = item.name.partition("[")
    if found := {word for word in parameters.replace("-", " ").split() if word in SEMANTICS}:
        return found
    first = parameters.removesuffix("]") + "_"
    return {name for name in SEMANTICS if first.startswith(name.partition(".")[2] + "_")}


def files(host: str) -> list[str]:
    """The tests for this host; what all hosts and none in particular are for is for upstream."""
    paths = [path for path in sorted(HERE.glob("test_*.py")) if path.name not in ELSEWHERE]
    return [str(path) for path in paths if host in (hosts_of(path.read_text()) or ("upstream",))]


def main() -> None:
    host = os.environ["LANEWISE_HOST"]
    watch = Watch(set(sys.argv[1:]))
    watch.watch()
    with contextlib.redirect_stdout(sys.stderr):
        pytest.main([*files(host)], plugins=[watch])
    print(json.dumps({"executed": sorted(watch.executed), "refused": sorted(watch.refused)}))


if __name__ == "__main__":
    main()
