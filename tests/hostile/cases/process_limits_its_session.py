# studykit: optimizers/sgd_update
"""Takes the open files away from its parent.

Expect: failed or crashed
"""

import os
import resource


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (0, 0))
    print("leaked: limits of another process were set")
