"""`check_many`: kernels judged one by one, on this machine or by the executor of a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import partial
from pathlib import Path

from lanewise.check.checked import CRASHED, UNREADABLE, CheckedKernel
from lanewise.check.task import MEMORY, PIPELINE, SECONDS, Running, Task, Unusable, judge
from lanewise.mlir import files
from lanewise.mlir.files import FileError


def check_many(
    paths: Iterable[str | os.PathLike[str]],
    executor: Executor | None = None,
    *,
    jobs: int | None = None,
    host: str | None = None,
    pipeline: str = PIPELINE,
    check: str = "",
    plugins: Iterable[str | os.PathLike[str]] = (),
    seconds: float = SECONDS,
    memory: int = MEMORY,
    begin: Callable[[int], None] | None = None,
    each: Callable[[CheckedKernel], None] | None = None,
) -> list[CheckedKernel]:
    """Run the passes on each kernel, and simulate it before and after each of them; results in the order of `paths`.

    A folder stands for all .mlir files below it, by name. `pipeline` and `check` are what lanewise-opt takes as
    --pass-pipeline and --lanewise-check. Each kernel has a process of its own, which gets `seconds` of time and
    `memory` bytes of addresses, whoever starts it: `executor`, any of concurrent.futures, else `jobs` threads (as many
    as this process has processors). Texts are read here and plugins where the kernels are judged. `begin` is called
    with the number of kernels, `each` with every result as it comes.

    What is wrong with a kernel is its verdict. Raises ValueError for what no kernel could be judged with, FileError for
    a folder without kernels.
    """
    found = find(os.fspath(path) for path in paths)
    model = Task("", "", host, pipeline, check, tuple(os.fspath(path) for path in plugins), seconds, memory)
    if begin is not None:
        begin(len(found))
    return _Round(model, found, each).run(executor, jobs or len(os.sched_getaffinity(0)))


def find(paths: Iterable[str]) -> list[str]:
    """The files, each once, whatever it is called. Raises FileError for a folder without any."""
    found: dict[str, str] = {}
    for path in paths:
        inside = [path]
        if os.path.isdir(path):
            inside = sorted(str(one) for one in Path(path).rglob("*.mlir") if one.is_file())
            if not inside:
                raise FileError(f"{path}: error: there is no .mlir file in this folder")
        for file in inside:
            found.setdefault(file if file == "-" else os.path.realpath(file), file)
    return list(found.values())


class _Round:
    """One call: what is to be judged, and what has come of it."""

    def __init__(self, model: Task, paths: list[str], each: Callable[[CheckedKernel], None] | None) -> None:
        self._model = model
        self._paths = paths
        self._each = each
        self._done: dict[str, CheckedKernel] = {}

    def run(self, executor: Executor | None, jobs: int) -> list[CheckedKernel]:
        if executor is not None:
            self._run(executor, judge)
        else:
            running = Running()
            with ThreadPoolExecutor(jobs) as threads:
                try:
                    self._run(threads, partial(judge, running=running))
                except BaseException:
                    running.end()
                    raise
        return [self._done[path] for path in self._paths]

    def _run(self, executor: Executor, work: Callable[[Task], CheckedKernel]) -> None:
        """Raises ValueError if the first, a kernel of no lines, shows that none can be judged."""
        try:
            executor.submit(work, replace(self._model, path="<nothing>")).result()
        except Unusable as problem:
            raise ValueError(str(problem)) from None
        waiting: dict[Future[CheckedKernel], str] = {}
        try:
            for path in self._paths:
                try:
                    task = replace(self._model, path=files.shown_name(path), text=files.read(path))
                except FileError as problem:
                    self._add(path, CheckedKernel(path, UNREADABLE, str(problem).partition(": error: ")[2]))
                else:
                    waiting[executor.submit(work, task)] = path
            for future in as_completed(waiting):
                self._add(waiting[future], _result(future, waiting[future]))
        except BaseException:
            for future in waiting:
                future.cancel()
            raise

    def _add(self, path: str, kernel: CheckedKernel) -> None:
        self._done[path] = kernel
        if self._each is not None:
            self._each(kernel)


def _result(future: Future[CheckedKernel], path: str) -> CheckedKernel:
    problem = future.exception()
    if problem is None:
        return future.result()
    return CheckedKernel(path, CRASHED, f"the executor lost it: {type(problem).__name__}: {problem}")
