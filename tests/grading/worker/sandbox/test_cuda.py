"""What a CUDA context needs is left open; that it suffices can only be seen on a machine with a GPU."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

CONFINED = """
import json, os, resource, sys, tempfile
from pathlib import Path
from studykit.grading.worker.sandbox.layers import Confinement, confine
from studykit.grading.worker.sandbox.reach import reach

folder = Path(tempfile.mkdtemp())
os.chdir(folder)
standing = confine(Confinement(folder, reach(Path(sys.argv[1]), cuda=True), 100, os.getppid(), cuda=True))

def works(attempt):
    try: attempt()
    except OSError: return False
    return True

print(json.dumps({
    "held": [layer.name for layer in standing.layers if layer.holds],
    "addresses": resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY,
    "driver": works(lambda: Path("/proc/self/maps").read_text()),
    "memfd": works(lambda: os.memfd_create("x")),
    "solutions": works(lambda: list(Path(sys.argv[1]).iterdir())),
    "fork": works(lambda: os.fork() or os._exit(0)),
    "environment": sorted(os.environ),
}))
"""


def test_addresses_driver_files_and_memory_files_stay_open(as_user: Callable[..., "subprocess.Popen[str]"]) -> None:
    solutions = Path(__file__).parents[4] / "solutions"
    with as_user([sys.executable, "-c", CONFINED, str(solutions)]) as child:
        found = json.loads(child.communicate()[0])
    assert (found["addresses"], found["driver"], found["memfd"]) == (True, True, True)
    assert (found["solutions"], found["fork"]) == ("landlock" not in found["held"], "seccomp" not in found["held"])
    assert "TORCH_TOKEN" not in found["environment"]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
def test_a_gpu_works_inside_the_sandbox(does: Callable[..., dict[str, str]]) -> None:
    assert does("print(torch.ones(3, device='cuda').sum().item())", device="cuda")["printed"] == "3.0\n"
