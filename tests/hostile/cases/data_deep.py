# studykit: optimizers/zero_grad
"""Returns lists in lists, a hundred thousand deep.

Expect: failed
"""


def answer():
    deep = 1.0
    for _ in range(100_000):
        deep = [deep]
    return deep


def train(model, optimizer, loss_fn, batches, epochs):
    return answer()
