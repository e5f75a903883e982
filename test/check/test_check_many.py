# RUN: %pytest %s
"""lanewise.check_many: with threads, with any executor, with a cluster."""

from __future__ import annotations

import pickle
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import lanewise
import many_kernels as kernels
import pytest
from lanewise.check.checked import FAULTS, VERDICTS, CheckedKernel
from lanewise.check.task import Task, judge
from lanewise.mlir.files import FileError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = {"a_equal": kernels.EQUAL, "b_crashing": kernels.CRASHING, "c_endless": kernels.ENDLESS}
    made = kernels.write(tmp_path_factory.mktemp("many") / "model", **texts, d_converted=kernels.CONVERTED)
    kernels.plugin(made.parent)
    return made


EXPECTED = ["equal", "crashed", "out of time", "equal"]


def check(folder: Path, executor: Executor | None = None, **options: Any) -> list[CheckedKernel]:
    return lanewise.check_many([folder], executor, plugins=[folder.parent / "plugin.py"], seconds=8, **options)


def test_a_cluster_of_two_workers(folder: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="no cluster: pip install 'lanewise[cluster]'")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        assert [kernel.verdict for kernel in check(folder, client.get_executor())] == EXPECTED


def test_threads_of_this_process(folder: Path) -> None:
    begun: list[int] = []
    heard: list[CheckedKernel] = []
    found = check(folder, jobs=2, begin=begun.append, each=heard.append)
    assert [kernel.verdict for kernel in found] == EXPECTED
    assert begun == [4]
    assert sorted(heard, key=lambda kernel: kernel.path) == found, "each is heard once, as it comes"
    assert [kernel.fails() for kernel in found] == [False, True, True, False]


def test_what_an_executor_carries_pickles(folder: Path) -> None:
    task = Task("a.mlir", kernels.CONVERTED)
    work, again = pickle.loads(pickle.dumps((judge, task)))
    kernel = work(again)
    assert kernel.verdict == "equal"
    assert pickle.loads(pickle.dumps(kernel)) == kernel
    assert CheckedKernel.from_json(kernel.as_json()) == kernel


class Losing(Executor):
    """Does the first task and loses the others."""

    def __init__(self) -> None:
        self._first = True

    def submit(self, work: Any, /, *arguments: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self._first:
            future.set_result(work(*arguments, **options))
        else:
            future.set_exception(ConnectionError("no such worker"))
        self._first = False
        return future


def test_a_task_that_its_executor_loses(tmp_path: Path) -> None:
    folder = kernels.write(tmp_path / "model", a=kernels.EQUAL)
    [kernel] = lanewise.check_many([folder], Losing())
    assert (kernel.verdict, kernel.text) == ("crashed", "the executor lost it: ConnectionError: no such worker")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"check": "speed=1"}, "found 'speed=1'"),
        ({"pipeline": "lanewise-distribute{lanes=4}"}, "no such option 'lanes'"),
        ({"host": "mine"}, "unknown host 'mine'"),
    ],
)
def test_what_no_kernel_could_be_judged_with(options: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=said):
        lanewise.check_many([kernels.write(tmp_path / "model", a=kernels.EQUAL)], **options)  # type: ignore[arg-type]


def test_a_folder_without_kernels(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"there is no \.mlir file in this folder"):
        lanewise.check_many([tmp_path])


def test_verdicts_are_told_apart() -> None:
    assert len(set(VERDICTS)) == len(VERDICTS)
    assert set(FAULTS) < set(VERDICTS)
