# studykit: optimizers/sgd_update
"""Replaces what a check might call, and imports the optimizer afresh.

Expect: failed
"""

import builtins
import importlib
import sys

for name in ("any", "all", "id"):
    setattr(builtins, name, lambda *args: False)

for name in [name for name in sys.modules if name.startswith("torch.op" + "tim")]:
    del sys.modules[name]
opt = importlib.import_module("torch.op" + "tim")


def sgd_update(params, lr):
    opt.SGD(params, lr=lr).step()
