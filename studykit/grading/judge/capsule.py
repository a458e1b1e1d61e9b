"""Writes a short script that makes one call of a hidden test again, with its inputs and nothing of what is expected."""

import base64
import math
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import torch

from studykit.grading.grade_report import Result
from studykit.grading.job import Job
from studykit.grading.judge.calls import Call

WRITTEN_OUT = 2000  # numbers; a larger tensor is packed

_SCRIPT = '''"""One call of the hidden test {name} of {exercise}, with the inputs of seed {seed}. No expected value is in here.

{requirement}

    python {file} [{submission}]
"""

import base64
import pickle
import random
import runpy
import sys
from types import SimpleNamespace

import numpy as np
import torch

inf, nan = float("inf"), float("nan")


# What the hidden test calls: the probes of this exercise.

{probes}

# Its inputs.

ARGUMENTS = {arguments}
OPTIONS = {options}

if __name__ == "__main__":
    submission = SimpleNamespace(**runpy.run_path(sys.argv[1] if len(sys.argv) > 1 else {submission!r}, run_name="submission"))
    torch.manual_seed({call_seed})
    np.random.seed({call_seed} % 2**32)
    random.seed({call_seed})
    print({probe}(submission, *ARGUMENTS, **OPTIONS))
'''


def script(job: Job, result: Result, calls: list[Call], file: str) -> str | None:
    """The script for the last call that a test made, which is the one that failed if one did; None if it made none."""
    own = [call for call in calls if call.test == result.name]
    if not own:
        return None
    seed, probe, arguments, options = pickle.loads(own[-1].request)
    return _SCRIPT.format(
        name=result.name,
        exercise=job.exercise,
        seed=job.seed,
        requirement=result.requirement,
        file=file,
        submission=job.file_name,
        probes=Path(job.probes).read_text(encoding="utf-8").strip(),
        arguments=literal(tuple(arguments)),
        options=literal(options),
        call_seed=seed,
        probe=probe,
    )


def literal(value: Any) -> str:
    """Python source that gives `value` again, to the last digit."""
    if isinstance(value, torch.Tensor) and value.numel() <= WRITTEN_OUT and not value.requires_grad and value.layout == torch.strided:
        shaped = f".reshape({tuple(value.shape)})" if 0 in value.shape else ""
        return f"torch.tensor({_numbers(value.tolist())}, dtype={value.dtype}){shaped}"
    if isinstance(value, np.ndarray) and value.size <= WRITTEN_OUT and value.dtype.kind in "biuf":
        return f"np.array({_numbers(value.tolist())}, dtype=np.{value.dtype}).reshape({value.shape})"
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        inner = ", ".join(map(literal, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    if type(value) is dict:
        return "{" + ", ".join(f"{key!r}: {literal(item)}" for key, item in value.items()) + "}"
    if value is None or type(value) in (bool, int, float, str):
        return _numbers(value)
    return f'pickle.loads(base64.b64decode("{base64.b64encode(pickle.dumps(value)).decode()}"))'


def _numbers(value: Any) -> str:
    # `inf` and `nan` are names in the script, and repr writes them so.
    return repr(value) if not isinstance(value, float) or math.isfinite(value) else str(value)
