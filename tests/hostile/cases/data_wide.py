# studykit: optimizers/zero_grad
"""Returns a list of a million numbers, as a tree.

Expect: failed or timed_out
"""


def answer():
    return [1.0] * 10**6


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
