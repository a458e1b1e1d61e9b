"""Asks a process of its own which devices torch sees, because the command line never imports torch."""

import subprocess
import sys

from studykit.errors import GraderError

_QUESTION = """
import torch
print("cpu")
for i in range(torch.cuda.device_count()):
    print(f"cuda:{i} {torch.cuda.get_device_name(i)}")
"""


def probe_devices() -> list[str]:
    """The devices here, "cpu" first. GraderError if torch cannot be imported."""
    asked = subprocess.run([sys.executable, "-P", "-c", _QUESTION], capture_output=True, text=True, check=False)
    if asked.returncode:
        last = asked.stderr.strip().splitlines()[-1:]
        raise GraderError(f"torch cannot be imported ({' '.join(last)}). Install it again: pip install --force-reinstall torch")
    return asked.stdout.splitlines()
