# studykit: optimizers/sgd_update
"""Its exception never comes to the end of its text.

Expect: timed_out
"""


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return

    class Long(Exception):
        def __str__(self):
            while True:
                pass

    raise Long
