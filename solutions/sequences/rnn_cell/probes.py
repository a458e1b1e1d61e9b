"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def stepped(submission, given, sums):
    """The state after one step, and the gradients of its sum with these numbers at everything that was given."""
    leaves = fresh(given)
    out = submission.rnn_step(*leaves)
    return report([out], leaves, [sums])


def unrolled(submission, given, sums):
    """The states, the last state, and the gradients of the sum of both with these numbers at everything that was given."""
    leaves = fresh(given)
    return report(submission.rnn(*leaves), leaves, sums)


def in_pieces(submission, given, lengths, sums):
    """The same for sequences that are read in pieces of these lengths, each with the state that the one before it has left."""
    leaves = fresh(given)
    xs, h, *weights = leaves
    pieces = []
    for piece in xs.split(lengths, dim=1):
        outputs, h = submission.rnn(piece, h, *weights)
        pieces.append(outputs)
    return report([torch.cat(pieces, dim=1), h], leaves, sums)


def one_after_another(submission, batches, weights):
    """The states of several batches, none of which is given a first state."""
    return [list(submission.rnn(xs, None, *weights)) for xs in batches]


def as_given(submission, given):
    """What both functions make of these very tensors, which may be views, and the tensors afterwards."""
    xs, h, *weights = given
    step = None if h is None else submission.rnn_step(xs[:, 0], h, *weights)
    return {"step": step, "outputs": list(submission.rnn(*given)), "given": given}


def fresh(given):
    return [None if value is None else value.clone().requires_grad_() for value in given]


def report(outs, leaves, sums):
    """What came out, and the gradients of its sum with these numbers; None where none arrives."""
    wanted = [leaf for leaf in leaves if leaf is not None]
    total = sum((out * each).sum() for out, each in zip(outs, sums, strict=True))
    gradients = [None] * len(wanted)
    if total.requires_grad:
        gradients = list(torch.autograd.grad(total, wanted, allow_unused=True))
    return {"outputs": [out.detach() for out in outs], "gradients": gradients}
