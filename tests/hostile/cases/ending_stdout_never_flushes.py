# studykit: optimizers/sgd_update
"""Puts an object instead of stdout that never comes back from flush().

Expect: timed_out
"""

import sys


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return

    class Slow:
        def write(self, text):
            return len(text)

        def flush(self):
            while True:
                pass

    sys.stdout = Slow()
