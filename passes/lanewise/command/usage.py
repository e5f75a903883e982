"""What the command lines of all commands have in common."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn


class UsageError(Exception):
    """The command line cannot be understood."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong by raising UsageError."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"needed a whole number from 0 to 999999999, found '{text}'")
    return int(text)
