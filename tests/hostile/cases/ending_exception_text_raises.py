# studykit: optimizers/sgd_update
"""Its exception raises when it is asked for its text.

Expect: failed
"""


def sgd_update(params, lr):
    class Mute(Exception):
        def __str__(self):
            raise ValueError

    raise Mute
