"""What others call from their own programs: passes on a PassManager that they made."""

from __future__ import annotations

from lanewise import transforms  # noqa: F401 - registers the passes
from lanewise.pipeline import PipelineError, add_passes

__all__ = ["PipelineError", "add_passes"]
