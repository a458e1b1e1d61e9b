"""What `studykit doctor` says of the sandbox is what was tried."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from studykit.grading.isolation import Layer, Level, Standing
from studykit.grading.worker.sandbox.probe import probe_sandbox

REPORT = """
import json
from studykit.grading.worker.sandbox.probe import probe_sandbox
standing = probe_sandbox()
print(json.dumps([standing.level.value, [[layer.name.value, layer.holds, layer.reason] for layer in standing.layers]]))
"""


def test_each_layer_is_tried_and_has_a_reason(as_user: Callable[..., "subprocess.Popen[str]"]) -> None:
    with as_user([sys.executable, "-c", REPORT]) as child:
        level, layers = json.loads(child.communicate()[0])
    assert [name for name, _, _ in layers] == [layer.value for layer in Layer]
    assert all(reason for _, _, reason in layers)
    holds = {name: held for name, held, _ in layers}
    assert (level == "basic") == (not (holds["landlock"] and holds["seccomp"]))
    assert holds["privacy"]
    assert holds["lifeline"]


def test_doctor_shows_the_level_and_each_layer(studykit: Callable[..., Any]) -> None:
    standing: Standing = probe_sandbox()
    shown = studykit("doctor", "--json").json["sandbox"]
    assert shown["level"] == standing.level
    assert shown["layers"] == [{"name": layer.name, "holds": layer.holds, "reason": layer.reason} for layer in standing.layers]
    assert re.search(rf"sandbox +{standing.level}", studykit("doctor").out)
    assert Level(shown["level"])
