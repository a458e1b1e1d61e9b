# studykit: optimizers/sgd_update
"""Searches all objects of its process for the suite, its functions and its modules.

Expect: not passed
"""

import gc
import sys
import types


def sgd_update(params, lr):
    tests = [name for name in sys.modules if name.startswith("test_")]
    functions = [o.__name__ for o in gc.get_objects() if isinstance(o, types.FunctionType) and o.__name__.startswith("test_each_parameter")]
    texts = [o for o in gc.get_objects() if isinstance(o, dict) and any(isinstance(v, str) and "SHA" + "PES = [" in v for v in o.values())]
    texts = [o for o in texts if "sgd_update" not in o]
    if tests or functions or texts:
        print("leaked", tests, functions, texts)
