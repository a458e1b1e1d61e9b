"""Asks which devices torch sees: the background server, or else a process of its own, because the command line never imports torch."""

import subprocess
import sys

from studykit.errors import GraderError
from studykit.grading.client.background import devices

_QUESTION = "from studykit.grading.server.devices import devices; print(*devices(), sep='\\n')"


def probe_devices() -> list[str]:
    """The devices here, "cpu" first. GraderError if torch cannot be imported."""
    if (known := devices()) is not None:
        return known
    asked = subprocess.run([sys.executable, "-P", "-c", _QUESTION], capture_output=True, text=True, check=False)
    if asked.returncode:
        last = asked.stderr.strip().splitlines()[-1:]
        raise GraderError(f"torch cannot be imported ({' '.join(last)}). Install it again: pip install --force-reinstall torch")
    return asked.stdout.splitlines()
