"""Explanations in a notebook: the pictures of the layouts in question above the text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from lanewise.view.figure import Figure

if TYPE_CHECKING:
    from lanewise.view.why import Explanation
    from lanewise.view.why_conversion import Conversion


def explanation_html(explanation: Explanation) -> str:
    layout = explanation.layout
    return _html(None if layout is None else Figure(layout, explanation.value), str(explanation))


def conversion_html(conversion: Conversion) -> str:
    return _html(Figure(conversion.has.layout, "has", conversion.wants, "needed"), str(conversion))


def _html(figure: Figure | None, text: str) -> str:
    return (figure.svg() if figure else "") + f"<pre>{escape(text)}</pre>"
