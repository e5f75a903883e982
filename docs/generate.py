"""Write docs/passes.md from the passes: `python docs/generate.py > docs/passes.md`. A test holds the two together."""

import dataclasses
import sys

from lanewise import transforms  # noqa: F401 - registers the passes
from lanewise.pipeline.passes import PASSES, Pass


def section(cls: type[Pass]) -> str:
    title, _, body = (sys.modules[cls.__module__].__doc__ or "").rstrip().partition("\n\n")
    _, _, sentence = title.partition(": ")
    parts = [f"## `{cls.name}`", cls.summary(), fenced(f"{sentence[:1].upper()}{sentence[1:]}\n\n{body}")]
    options = dataclasses.fields(cls)
    if options:
        parts.append("| option | default | meaning |\n|---|---|---|\n" + "\n".join(map(option_row, options)))
    if cls.counters:
        rows = "\n".join(f"| {name} | {meaning} |" for name, meaning in cls.counters.items())
        parts.append("| statistic | meaning |\n|---|---|\n" + rows)
    return "\n\n".join(parts)


def option_row(field: dataclasses.Field) -> str:
    default = str(field.default).lower() if isinstance(field.default, bool) else field.default
    return f"| `{field.name.replace('_', '-')}` | {default} | {field.metadata['help']} |"


def fenced(text: str) -> str:
    """Indented paragraphs, which are IR, as code blocks."""
    paragraphs = []
    for paragraph in text.split("\n\n"):
        lines = paragraph.split("\n")
        if all(line.startswith("    ") for line in lines):
            paragraph = "\n".join(["```mlir", *(line[4:] for line in lines), "```"])
        paragraphs.append(paragraph)
    return "\n\n".join(paragraphs)


def page() -> str:
    """The whole of docs/passes.md."""
    intro = "# Passes\n\nWritten by `docs/generate.py` from the passes themselves; change those instead.\n\n"
    return intro + "\n\n".join(section(cls) for _, cls in sorted(PASSES.items())) + "\n"


if __name__ == "__main__":
    print(page(), end="")
