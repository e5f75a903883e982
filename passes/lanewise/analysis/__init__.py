"""Which layout every vector has, what each use requires, and where two layouts meet. Never edits the IR."""

from lanewise.analysis.enforce import Clash
from lanewise.analysis.layouts import Analysis, analyze

__all__ = ["Analysis", "Clash", "analyze"]
