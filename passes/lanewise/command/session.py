"""One module from text to text: read, check, run, print. Says everything through `emit`."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from weakref import WeakMethod

from lanewise.assembly import input_limits
from lanewise.command.background import Background, InTurn
from lanewise.mlir import host
from lanewise.mlir.diagnostics import ERROR, PARSED, UNKNOWN, Message, SourceLoc, from_host, source_loc
from lanewise.mlir.host import ir, passmanager
from lanewise.pipeline.manager import PassInstrumentation, Statistics, add_passes, needs_host, verifies
from lanewise.pipeline.passes import PASSES
from lanewise.pipeline.report import DiagnosticHandler, Emit, EmitRemarks
from lanewise.pipeline.text import Element

if not host.KNOWS_VECTOR_EXT:
    from lanewise.assembly import cursor, custom, generic, verifier  # Their patterns take 2 ms to compile.

# What the bindings call every text, in a printed location. Inside a string the quotes would be escaped.
_UNNAMED = re.compile(r'"-":(?=\d)')

LARGE = 2**20
"""Characters of a program before whose printing Python gives back the free tuples that it keeps. They pin 30 MiB after
90,000 ops. On a small program that takes 4 of 120 ms."""


@dataclass(frozen=True)
class Settings:
    """What the flags say about reading, running and printing; named after them."""

    allow_unregistered_dialect: bool = False
    verify_each: bool = True
    print_op_generic: bool = False
    print_local_scope: bool = False
    print_debuginfo: bool = False
    elide_elementsattrs_if_larger: int | None = None
    timing: bool = False
    pass_statistics: bool = False
    print_ir_before_all: bool = False
    print_ir_after_all: bool = False
    print_ir_after_change: bool = False
    print_ir_after_failure: bool = False
    print_ir_module_scope: bool = False

    @property
    def prints_ir(self) -> bool:
        return (
            self.print_ir_before_all
            or self.print_ir_after_all
            or self.print_ir_after_change
            or self.print_ir_after_failure
        )


def make_context(settings: Settings) -> ir.Context:
    context = ir.Context()
    # Our passes hold the interpreter's lock anyhow, and IR can only be printed between passes of a single thread.
    context.enable_multithreading(False)
    # Upstream parses iree_vector_ext as unregistered ops; `verifier` refuses the others itself.
    context.allow_unregistered_dialects = settings.allow_unregistered_dialect or not host.KNOWS_VECTOR_EXT
    context.emit_error_diagnostics = True
    return context


class Session:
    """The state of one tool run: a context, where diagnostics go, whether one was an error."""

    def __init__(
        self,
        settings: Settings,
        file: str,
        emit: Emit,
        watch: PassInstrumentation | None = None,
        emit_remarks: EmitRemarks | None = None,
        background: Background | None = None,
    ) -> None:
        """`emit_remarks` is for many remarks at once; with `background` it may be called in another process."""
        self.settings = settings
        self.file = file
        self.failed = False
        self.statistics = Statistics()
        self.context = make_context(settings)
        self._emit = emit
        self._watch = watch
        self._emit_remarks = emit_remarks
        self._background = background
        self._remarks = InTurn()
        """How they are said, and perhaps the module verified."""
        self._column: Callable[[int, int], int] = lambda line, column: column
        self._names_are_text = False
        self._module: ir.Module | None = None  # Whoever keeps the session puts off what it takes to destroy this.
        # Not by itself: a handler that holds its context keeps it for good, and contexts take megabytes.
        hear = WeakMethod(self._from_host)
        self.context.attach_diagnostic_handler(lambda diagnostic: (method := hear()) is not None and method(diagnostic))

    def emit(self, message: Message) -> None:
        """Pass on a diagnostic, with the input's name and columns in it."""
        self.failed |= message.severity == ERROR
        self._join()
        self._emit(self._relocated(message))

    def source_loc(self, location: ir.Location) -> SourceLoc:
        """As `diagnostics.source_loc`, which takes four times as long, but with the input's name and columns."""
        if self._names_are_text and (line := getattr(location, "start_line", -1)) > 0 and location.filename == PARSED:
            return SourceLoc(self.file, line, self._column(line, location.start_col))
        return source_loc(location)

    def _relocated(self, message: Message) -> Message:
        severity, loc, text, notes = message
        if loc.file == PARSED:
            loc = SourceLoc(self.file, loc.line, self._column(loc.line, loc.column))
        elif loc.file == UNKNOWN.file:
            loc = SourceLoc(self.file, 0, 0)
        elif not notes:
            return message
        return Message(severity, loc, text, tuple(map(self._relocated, notes)) if notes else ())

    def _from_host(self, diagnostic: ir.Diagnostic) -> bool:
        self.emit(from_host(diagnostic))
        return True

    def process(self, source: str, elements: tuple[Element, ...]) -> str | None:
        """The output for one chunk of input; None when something failed, which was said then."""
        self.failed, self._module = False, None
        with self.context:
            module = self._module = self.parse(source)
            excess = input_limits.find_for_host_passes(source) if module and needs_host(elements) else None
            if excess is not None:
                self._refuse(excess)
                return None
            large = len(source) > LARGE
            # With one pass, and not the host's: what others say does not come by here, to wait for its turn.
            alone = len(elements) == 1 and elements[0].name in PASSES
            self._remarks = self._background if self._background and large and alone else InTurn()
            del source
            if module is None or not self.run(module, elements):
                return None
            if large:
                gc.collect()
            printed = self.print(module)
            return printed if self._join() else None

    def _join(self) -> bool:
        """Wait for what was begun in the background; whether nothing has failed."""
        if not self._remarks.join():
            self.failed = True
        return not self.failed

    def _refuse(self, excess: input_limits.Excess) -> None:
        self.emit(Message(ERROR, SourceLoc(self.file, excess.line, excess.column), excess.message))

    def parse(self, source: str) -> ir.Module | None:
        excess = input_limits.find(source)
        if excess is not None:
            self._refuse(excess)
            return None
        representatives = None
        if not host.KNOWS_VECTOR_EXT:
            try:
                rewritten = generic.to_generic(source)
            except cursor.SyntaxProblem as problem:
                self.emit(Message(ERROR, SourceLoc(self.file, problem.line, problem.column), problem.message))
                return None
            representatives = verifier.Representatives.of(source, rewritten.representatives)
            source, self._column = rewritten.text, rewritten.columns.source
            del rewritten  # Of large programs every copy of the text counts.
        # `filename` of a location kills the process where it is no UTF-8, which only an escape can say.
        self._names_are_text = "\\" not in source
        try:
            module = ir.Module.parse(source, self.context)
        except ir.MLIRError:
            if not self.failed:
                self.emit(Message(ERROR, UNKNOWN, "the input is no MLIR module"))
            return None
        if not host.KNOWS_VECTOR_EXT:
            allow = self.settings.allow_unregistered_dialect
            verifier.check(module, representatives, allow, lambda failure: self.emit(failure.message()))
        return None if self.failed else module

    def run(self, module: ir.Module, elements: tuple[Element, ...]) -> bool:
        """Whether the passes went well; what did not was said."""
        settings, remarks, emit_remarks = self.settings, self._remarks, self._emit_remarks

        def verify() -> bool:
            return not settings.verify_each or verifies(module.operation)

        def say(found: Iterable[tuple[SourceLoc, str]]) -> None:
            assert emit_remarks is not None
            remarks.say(partial(emit_remarks, found), verify)

        manager = passmanager.PassManager("builtin.module", context=self.context)
        handler = DiagnosticHandler(self.emit, self.source_loc, emit_remarks and say)
        manager.enable_verifier(False)
        by_manager = settings.verify_each and not remarks.verifies
        self.statistics = add_passes(manager, elements, handler, self._watch, by_manager)
        if settings.timing:
            manager.enable_timing()
        if settings.pass_statistics:
            manager.enable_statistics()
        if settings.prints_ir:
            self._enable_ir_printing(manager)
        try:
            manager.run(module.operation)
        except ir.MLIRError:
            if not self.failed:
                self.emit(Message(ERROR, UNKNOWN, "a pass failed and did not say why"))
        if not self.failed and not remarks.settle(verify):
            self.failed = True
        return not self.failed

    def _enable_ir_printing(self, manager: passmanager.PassManager) -> None:
        settings = self.settings
        manager.enable_ir_printing(
            print_before_all=settings.print_ir_before_all,
            print_after_all=settings.print_ir_after_all
            or settings.print_ir_after_change  # These two narrow the one above, and alone would print nothing.
            or settings.print_ir_after_failure,
            print_module_scope=settings.print_ir_module_scope,
            print_after_change=settings.print_ir_after_change,
            print_after_failure=settings.print_ir_after_failure,
            large_elements_limit=settings.elide_elementsattrs_if_larger,
            enable_debug_info=settings.print_debuginfo,
            print_generic_op_form=settings.print_op_generic,
        )

    def print(self, module: ir.Module) -> str:
        settings = self.settings
        # Bytes: of each of 25 tokens an op, texts take 20 ns more.
        data: bytes = module.operation.get_asm(
            binary=True,
            large_elements_limit=settings.elide_elementsattrs_if_larger,
            enable_debug_info=settings.print_debuginfo,
            print_generic_op_form=settings.print_op_generic,
            use_local_scope=settings.print_local_scope,
            assume_verified=settings.verify_each,
        )
        printed = data.decode()
        del data
        if settings.print_debuginfo:
            name = self.file.replace("\\", "\\\\").replace('"', '\\"')
            printed = _UNNAMED.sub(lambda match: f'"{name}":', printed)
        if not host.KNOWS_VECTOR_EXT and not settings.print_op_generic:
            printed = custom.to_custom(printed)
        return printed if printed.endswith("\n") else printed + "\n"
