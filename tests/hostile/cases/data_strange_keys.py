# studykit: optimizers/zero_grad
"""Returns a dict whose keys are no texts, and one whose keys print forever.

Expect: failed
"""


class Key:
    def __repr__(self):
        return "\x1b[2J" * 1000


def answer():
    return {Key(): 1.0}


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
