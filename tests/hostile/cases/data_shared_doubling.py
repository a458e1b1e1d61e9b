# studykit: optimizers/zero_grad
"""Returns a list of a few kilobytes that is 2**30 items when it is written out.

Expect: not passed
"""


def answer():
    shared = [1.0]
    for _ in range(30):
        shared = [shared, shared]
    return shared


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
