"""Explanations in a notebook: pictures of the layouts in question above the text."""

from __future__ import annotations

from html import escape

from lanewise.view.draw.figure import Figure


def explanation_html(figure: Figure | None, text: str) -> str:
    return (figure.svg() if figure else "") + f"<pre>{escape(text)}</pre>"
