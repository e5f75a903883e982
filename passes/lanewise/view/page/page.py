"""A kernel as one HTML file that needs nothing else: style, script and data stand in it."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

from lanewise.view.input.kernel import AnalyzedKernel
from lanewise.view.page.page_data import PageData


def page(kernel: AnalyzedKernel) -> str:
    parts = {
        "TITLE": escape(kernel.file),
        "STYLE": _read("page.css"),
        # Inside <script> only `<` could end it; JSON may spell it otherwise.
        "DATA": json.dumps(PageData(kernel).as_json(), separators=(",", ":")).replace("<", "\\u003c"),
        "SCRIPT": _read("page.js"),
    }
    return re.sub("@([A-Z]+)@", lambda match: parts[match[1]], _read("page.html"))


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
