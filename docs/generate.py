"""Write the pages that the code says: passes.md from the passes, modules.md from the docstrings of modules.

`python docs/generate.py` writes them; with --check it only says which are not what they should be, as a test does.
"""

import ast
import dataclasses
import re
import sys
from pathlib import Path

from lanewise import transforms  # noqa: F401 - registers the passes
from lanewise.pipeline.passes import PASSES, Pass

DOCS = Path(__file__).parent
PACKAGE = DOCS.parent / "passes" / "lanewise"


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


def passes_page() -> str:
    intro = "# Passes\n\nWritten by `docs/generate.py` from the passes themselves; change those instead.\n\n"
    return intro + "\n\n".join(section(cls) for _, cls in sorted(PASSES.items())) + "\n"


def rooms() -> list[str]:
    """The rooms of the floor plan, from the top down: `view/why/`, or `rules.py`, which is a room and a file."""
    return re.findall(r"^\| `([\w/.]+)` \|", (DOCS / "design.md").read_text(), re.MULTILINE)


def modules_page() -> str:
    intro = (
        "# Modules\n\nWritten by `docs/generate.py`: the first line of what each module says of itself; change it "
        "there.\nThe rooms stand in the order of the [floor plan](design.md), from the top down.\n\n## Loose files\n\n"
    )
    loose = table([PACKAGE / room for room in rooms() if not room.endswith("/")])
    return intro + "\n\n".join([loose, *(room_section(room) for room in rooms() if room.endswith("/"))]) + "\n"


def room_section(room: str) -> str:
    files = sorted(path for path in (PACKAGE / room).glob("*.py") if not path.name.startswith("__"))
    parts = [f"## `{room}`", first_line(PACKAGE / room / "__init__.py"), *([table(files)] if files else [])]
    return "\n\n".join(parts)


def table(files: list[Path]) -> str:
    return "\n".join(
        ["| module | what it is |\n|---|---|", *(f"| `{path.name}` | {first_line(path)} |" for path in files)]
    )


def first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0].replace("|", "\\|")


def main(check: bool) -> int:
    pages = {DOCS / "passes.md": passes_page(), DOCS / "modules.md": modules_page()}
    stale = [page for page, text in pages.items() if not page.exists() or page.read_text() != text]
    if not check:
        for page in stale:
            page.write_text(pages[page])
        return 0
    for page in stale:
        print(f"{page.name} is not what the code says: python docs/generate.py")
    return len(stale)


if __name__ == "__main__":
    sys.exit(main(check=sys.argv[1:] == ["--check"]))
