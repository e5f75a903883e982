"""lanewise-opt."""

from lanewise.opt.cli import main

__all__ = ["main"]
