# studykit: optimizers/sgd_update
"""Its exception ends the interpreter when it is asked for its text.

Expect: failed or crashed
"""


def sgd_update(params, lr):
    class Mute(Exception):
        def __str__(self):
            raise SystemExit(0)

    raise Mute
