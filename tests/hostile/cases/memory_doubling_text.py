# studykit: optimizers/sgd_update
"""Doubles a text, up to 4 GiB.

Expect: out_of_memory or timed_out
"""


def sgd_update(params, lr):
    text = "studykit"
    for _ in range(29):
        text += text
    return len(text)
