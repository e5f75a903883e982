"""Passes and their options."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

from lanewise.mlir.host import ir
from lanewise.pipeline.report import PassReport
from lanewise.pipeline.text import PipelineError

T = TypeVar("T")


def option(default: T, help: str) -> T:
    """A field of a Pass that users may set; its name is spelled with dashes."""
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Pass:
    """A pass: a frozen dataclass whose fields are its options. Subclasses register under `name`."""

    name: ClassVar[str] = ""
    counters: ClassVar[dict[str, str]] = {}
    """What the pass counts, each with its meaning."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" not in vars(cls):
            return  # Options that several passes share.
        if cls.name in PASSES:
            raise ValueError(f"there is a pass {cls.name} already")
        PASSES[cls.name] = cls

    def run(self, root: ir.Operation, report: PassReport) -> None:
        """Rewrite what is below `root`. Raises Failure or Failures, then with the IR as it was."""
        raise NotImplementedError

    @classmethod
    def summary(cls) -> str:
        """First line of the docstring."""
        return (cls.__doc__ or "").strip().partition("\n")[0]

    def __str__(self) -> str:
        set_options = " ".join(f"{_dashed(f.name)}={_spelled(getattr(self, f.name))}" for f in dataclasses.fields(self))
        return f"{self.name}{{{set_options}}}" if set_options else self.name


PASSES: dict[str, type[Pass]] = {}


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def make_pass(name: str, options: str) -> Pass:
    """The pass `name` with options written as `a=1 b=2`. Raises PipelineError."""
    cls = PASSES[name]
    fields = {_dashed(f.name): f for f in dataclasses.fields(cls)}
    values: dict[str, object] = {}
    for item in options.split():
        key, equals, text = item.partition("=")
        if key not in fields:
            known = f"its options are {', '.join(fields)}" if fields else "it has none"
            raise PipelineError(f"{name}: no such option '{key}': {known}")
        values[fields[key].name] = _value(
            f"{name}: option '{key}'", text if equals else "true", type(fields[key].default)
        )
    return cls(**values)


def _value(what: str, text: str, kind: type) -> bool | int | float | str:
    if kind is bool:
        if text not in ("true", "false", "1", "0"):
            raise PipelineError(f"{what} needs true or false, found '{text}'")
        return text in ("true", "1")
    if kind is int:
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise PipelineError(f"{what} needs a whole number of at most nine digits, found '{text}'")
        return int(text)
    if kind is float:
        try:
            return float(text)
        except ValueError:
            raise PipelineError(f"{what} needs a number, found '{text}'") from None
    return text
