"""What the command lines of all commands have in common."""

from __future__ import annotations

import argparse
import re
from functools import partial
from typing import NoReturn

from lanewise.mlir.hosts import PACKAGES


class UsageError(Exception):
    """The command line cannot be understood."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong by raising UsageError."""

    def __init__(
        self,
        name: str,
        description: str,
        epilog: str | None = None,
        form: type[argparse.HelpFormatter] = argparse.HelpFormatter,
    ) -> None:
        # Each argument that is added makes one; to find out how wide the terminal is takes 2 ms.
        narrow = partial(form, width=80)
        super().__init__(name, None, description, epilog, formatter_class=narrow, allow_abbrev=False, add_help=False)
        self._form = form

    def format_help(self) -> str:
        self.formatter_class = self._form
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)

    def add_host(self) -> None:
        text = "MLIR bindings; else LANEWISE_HOST, else the first installed"
        self.add_argument("--host", choices=list(PACKAGES), help=text)

    def add_about(self) -> None:
        self.add_argument("-h", "--help", action="store_true", help="print this and exit")
        self.add_argument("--version", action="store_true", help="print versions and exit")


def count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"needed a whole number from 0 to 999999999, found '{text}'")
    return int(text)


def positive(text: str) -> int:
    number = count(text)
    if number < 1:
        raise argparse.ArgumentTypeError("needed at least 1, found 0")
    return number


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e9:
        raise argparse.ArgumentTypeError(f"needed seconds above 0, found '{text}'")
    return value
