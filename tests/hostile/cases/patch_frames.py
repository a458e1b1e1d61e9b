# studykit: optimizers/sgd_update
"""Replaces the function that sends frames, and says hello to every question.

Expect: not passed
"""

from studykit.grading import frames

send = frames.send
frames.send = lambda channel, header, body=b"", deadline=None: send(channel, b'{"nonce": "hello", "value": true}')


def sgd_update(params, lr):
    pass
