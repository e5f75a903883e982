"""The results as JUnit XML, which CI systems show: a kernel is a test case, its folder the class."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from lanewise.check.checked import (
    CRASHED,
    EQUAL,
    INVALID,
    OPEN,
    OUT_OF_MEMORY,
    OUT_OF_TIME,
    UNREADABLE,
    CheckedKernel,
)

_ERRORS = (UNREADABLE, INVALID, CRASHED, OUT_OF_TIME, OUT_OF_MEMORY)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(kernels: Sequence[CheckedKernel], strict: bool) -> bytes:
    """A fault of a kernel is a failure, what kept it from being judged an error; what cannot be said is skipped."""
    cases = [_case(kernel, strict) for kernel in kernels]
    counts = {name: str(sum(case.find(kind) is not None for case in cases)) for name, kind in _KINDS.items()}
    about = {"name": "lanewise-check", "tests": str(len(cases)), **counts, "time": _time(kernels)}
    suite = ElementTree.Element("testsuite", about)
    suite.extend(cases)
    suites = ElementTree.Element("testsuites", {key: about[key] for key in ("tests", "failures", "errors", "time")})
    suites.append(suite)
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True) + b"\n"


_KINDS = {"failures": "failure", "errors": "error", "skipped": "skipped"}
"""By the attribute that counts them, what a case holds that did not pass."""


def _case(kernel: CheckedKernel, strict: bool) -> ElementTree.Element:
    folder, name = os.path.split(kernel.path)
    about = {"classname": folder or ".", "name": name, "file": kernel.path, "time": _time([kernel])}
    case = ElementTree.Element("testcase", {key: _clean(value) for key, value in about.items()})
    if kernel.verdict != EQUAL:
        skipped = kernel.verdict in OPEN and not strict
        kind = "skipped" if skipped else "error" if kernel.verdict in _ERRORS else "failure"
        found = ElementTree.SubElement(case, kind, {"message": _clean(f"{kernel.verdict}: {kernel.text}")})
        if not skipped:
            found.set("type", kernel.verdict)
        found.text = _clean(f"{kernel.where}: {kernel.verdict}: {kernel.text}")
    return case


def _time(kernels: Iterable[CheckedKernel]) -> str:
    return f"{sum(kernel.seconds for kernel in kernels):.3f}"


def _clean(text: str) -> str:
    """Without characters that XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)
