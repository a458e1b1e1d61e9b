# studykit: optimizers/sgd_update
"""Makes the worker's answers texts that are no JSON.

Expect: not passed
"""

import json

json.dumps = lambda *args, **options: "passed"


def sgd_update(params, lr):
    pass
