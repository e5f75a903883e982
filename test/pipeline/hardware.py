"""What hardware would run: `python test/pipeline/hardware.py [NAME...]`, also as `make hardware`.

Each kernel of the corpus goes on to AMD's assembly, or to PTX and through ptxas (`pip install 'lanewise[cuda]'`), as we
distribute it and as the compiler does. One line for each count of each kernel, ours and theirs; what is above theirs is
marked, and the exit status says whether anything is. Nothing runs, and no GPU is needed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from rest import Lowered, Refused
from through import KERNELS, PAIRS, outcome

# Of each target's assembly: lines of an instruction, and those of two kinds.
INSTRUCTION = {"gfx942": r"^\t[a-z]\w+", "sm_80": r"^\t(?:@!?%p\d+ )?[a-z][\w.]+.*;$"}
KINDS = {
    "gfx942": {"barriers": r"\ts_barrier", "shuffles": r"\t(?:ds_bpermute|ds_swizzle|v_readlane|v_.*_dpp)"},
    "sm_80": {"barriers": r"\tbar(?:rier)?\.", "shuffles": r"\tshfl\."},
}
# What AMD's assembly says of itself.
NOTES = {"registers": r"\.vgpr_count:\s+(\d+)", "spills": r"\.vgpr_spill_count:\s+(\d+)"}
# What ptxas says.
SAID = {"registers": r"Used (\d+) registers", "spills": r"(\d+) bytes spill stores"}


def main(names: list[str]) -> int:
    above = 0
    for name in names or KERNELS:
        target = name.split(".")[1]
        ours = outcome(name, "before", hasty=False)
        theirs = outcome(name, "after", hasty=False) if name in PAIRS else None
        if isinstance(ours, Refused):
            print(f"{name}: {'refused, theirs too' if isinstance(theirs, Refused) else ours}")
            above += isinstance(theirs, Lowered)
            continue
        own, other = counts(ours, target), counts(theirs, target) if isinstance(theirs, Lowered) else None
        for what, count in own.items():
            worse = other is not None and count > other[what]
            above += worse
            print(f"{name}: {what}: {count}, {'-' if other is None else other[what]}{', above' if worse else ''}")
    return min(above, 1)


def counts(kernel: Lowered, target: str) -> Counter[str]:
    """Instructions, barriers, shuffles, bytes of workgroup memory, and registers and spills if they are known."""
    lines = kernel.assembly.splitlines()
    found = Counter({"instructions": sum(bool(re.match(INSTRUCTION[target], line)) for line in lines)})
    for kind, pattern in KINDS[target].items():
        found[kind] = sum(bool(re.match(pattern, line)) for line in lines)
    found["workgroup bytes"] = kernel.workgroup_bytes
    is_amd = target.startswith("gfx")
    text = kernel.assembly if is_amd else assembled(kernel.assembly, target)
    for what, pattern in (NOTES if is_amd else SAID).items():
        if match := re.search(pattern, text):
            found[what] = int(match[1])
    return found


def assembled(ptx: str, target: str) -> str:
    """What ptxas says of PTX; nothing where there is no ptxas."""
    package = find_spec("nvidia.cuda_nvcc") if find_spec("nvidia") else None
    if package is None:
        return ""
    [folder] = package.submodule_search_locations or []
    with tempfile.NamedTemporaryFile("w", suffix=".ptx") as source:
        source.write(ptx)
        source.flush()
        line = [Path(folder) / "bin" / "ptxas", "-v", f"-arch={target}", "-o", "/dev/null", source.name]
        return subprocess.run(line, capture_output=True, text=True, check=True).stderr


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
