"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def registered(submission, sizes):
    """The state_dict and the parameters of a new model."""
    model = submission.SequenceClassifier(*sizes)
    return {"state": dict(model.state_dict()), "parameters": {name: p.detach() for name, p in model.named_parameters()}}


def classified(submission, state, x, lengths, sums):
    """The logits, and the gradients of their sum with these numbers at x and all parameters; None where none arrives."""
    model, leaf = loaded(submission, state), x.clone().requires_grad_()
    logits = model(leaf, lengths)
    wanted = [leaf, *(dict(model.named_parameters())[name] for name in state)]
    gradients = [None] * len(wanted)
    if logits.requires_grad:
        gradients = list(torch.autograd.grad((logits * sums).sum(), wanted, allow_unused=True))
    return {"logits": logits.detach(), "gradients": gradients}


def one_after_another(submission, state, batches):
    """The logits of several batches, by one model."""
    model = loaded(submission, state)
    return [model(x.clone(), lengths.clone()).detach() for x, lengths in batches]


def as_given(submission, state, x, lengths, training):
    """The logits for these very tensors, which may be views, in this mode, and the tensors afterwards."""
    model = loaded(submission, state).train(training)
    with torch.no_grad():
        return {"logits": model(x, lengths), "given": [x, lengths]}


def trained(submission, state, batches, lr):
    """The weights after each SGD step on the mean cross-entropy of a batch."""
    model = loaded(submission, state)
    optimizer, seen = torch.optim.SGD(model.parameters(), lr=lr), []
    for x, lengths, labels in batches:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x, lengths), labels).backward()
        optimizer.step()
        seen.append({name: value.clone() for name, value in model.state_dict().items()})
    return seen


def loaded(submission, state):
    weight = state["rnn.weight_ih_l0"]
    sizes = weight.shape[1], weight.shape[0] // 3, len(state["head.bias"])
    model = submission.SequenceClassifier(*sizes).to(weight)
    model.load_state_dict(state)
    return model
