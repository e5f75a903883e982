"""The format of our lit tests: a file whose RUN lines say `%host` is one test a host.

`lit test` runs both hosts, `lit --param host=upstream test` one. On a host that is not installed a test is unsupported.
A file that names a host itself, or none, is one test; `--param host` leaves it out if it names other hosts only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lit.formats
import lit.Test
import lit.TestRunner

from support.hosts import HOSTS, installed

RUN = re.compile(r"^.*\bRUN:(.*)$", re.MULTILINE)
NAMED = re.compile(r"(?i:host)=(\w+)")
EACH = "%host"


def is_for_each(text: str) -> bool:
    return any(EACH in line for line in RUN.findall(text))


def hosts_of(text: str) -> tuple[str, ...]:
    """The hosts that the RUN lines of a file want; none where they leave it to what they start."""
    if is_for_each(text):
        return tuple(HOSTS)
    named = {host for line in RUN.findall(text) for host in NAMED.findall(line)}
    return tuple(host for host in HOSTS if host in named)


class HostTest(lit.Test.Test):
    """A file on one host: `test/a.mlir/iree`."""

    @property
    def host(self) -> str:
        return str(self.path_in_suite[-1])

    def getSourcePath(self) -> str:
        return str(self.suite.getSourcePath(self.path_in_suite[:-1]))


class EachHost(lit.formats.ShTest):
    def getTestsForPath(
        self, suite: Any, path: tuple[str, ...], lit_config: Any, config: Any
    ) -> Iterator[lit.Test.Test]:
        only = lit_config.params.get("host")
        if only is not None and only not in HOSTS:
            lit_config.fatal(f"no host is called {only}; there are: {', '.join(HOSTS)}")
        if path[0] != "test":
            return
        for test in super().getTestsForPath(suite, path, lit_config, config):
            text = Path(test.getSourcePath()).read_text()
            hosts = hosts_of(text)
            if is_for_each(text):
                yield from (HostTest(suite, (*path, host), config) for host in hosts if only in (None, host))
            elif only is None or not hosts or only in hosts:
                yield test

    def execute(self, test: lit.Test.Test, lit_config: Any) -> Any:
        if not isinstance(test, HostTest):
            return super().execute(test, lit_config)
        if not installed(test.host):
            return lit.Test.Result(lit.Test.UNSUPPORTED, f"the host {test.host} is not installed")
        return lit.TestRunner.executeShTest(test, lit_config, self.execute_external, [(EACH, test.host)])
