"""python -m lanewise.check.child: the process that judges one kernel. Task on stdin, answer on stdout, as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import TYPE_CHECKING, Any

from lanewise.check.checked import OUT_OF_MEMORY, CheckedKernel
from lanewise.check.task import Task, shown_size
from lanewise.command.process import PROCESS
from lanewise.command.supervise import die_with
from lanewise.command.usage import UsageError
from lanewise.mlir.files import FileError

if TYPE_CHECKING:
    from lanewise.check.verdict import Judge


def main() -> None:
    die_with(int(sys.argv[1]))
    # Whatever the host or a plugin prints goes to stderr.
    answer = os.dup(1)
    os.dup2(2, 1)
    data: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    task = Task(**{**data, "plugins": tuple(data["plugins"])})
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (task.memory, task.memory))
    with open(answer, "w", encoding="utf-8") as file:
        json.dump(answered(task), file)
    sys.stderr.flush()
    os._exit(0)  # To take modules apart first takes long.


def answered(task: Task) -> dict[str, Any]:
    try:
        return prepared(task).judge(task).as_json()
    except (UsageError, ImportError, FileError) as problem:
        return {"unusable": str(problem)}
    except MemoryError:
        return CheckedKernel(task.path, OUT_OF_MEMORY, f"the check needs more than {shown_size(task.memory)}").as_json()


def prepared(task: Task) -> Judge:
    """All that does not depend on the kernel. Raises UsageError, ImportError, FileError."""
    PROCESS.is_own = True
    PROCESS.leave_garbage()
    PROCESS.import_host(bare=not task.plugins)
    from lanewise.check.verdict import Judge

    return Judge(task)


if __name__ == "__main__":
    main()
