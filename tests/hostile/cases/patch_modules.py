# studykit: optimizers/sgd_update
"""Puts modules of its own instead of those that are not imported yet.

Expect: not passed
"""

import sys
from types import ModuleType

for name in ("test_sgd_update", "conftest", "solution", "sitecustomize", "studykit.grading.judge.judge", "studykit.grading.judge.suite"):
    sys.modules[name] = ModuleType(name)
sys.path.insert(0, ".")
sys.meta_path.clear()


def sgd_update(params, lr):
    pass
