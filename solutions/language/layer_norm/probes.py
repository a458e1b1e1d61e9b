"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def fresh(submission, n_features):
    """What a new module has registered: its state_dict and its parameters."""
    model = submission.LayerNorm(n_features)
    return {"state": dict(model.state_dict()), "parameters": {name: p.detach() for name, p in model.named_parameters()}}


def normalized(submission, state, x, weights, eps=None, training=True):
    """Output of a module with this state, and the gradients at x, weight and bias of its sum with these weights."""
    model = loaded(submission, state, x, eps).train(training)
    inputs = x.clone().requires_grad_()
    out = model(inputs)
    gradients = [None, None, None]
    if out.requires_grad:
        gradients = torch.autograd.grad((out * weights).sum(), [inputs, model.weight, model.bias], allow_unused=True)
    return {"output": out.detach(), "gradients": list(gradients)}


def several(submission, state, batches):
    """Outputs for these batches one after the other, the last of them in evaluation mode; and the state afterwards."""
    model = loaded(submission, state, batches[0], None)
    outputs = [model(x).detach() for x in batches[:-1]]
    model.eval()
    return {"outputs": [*outputs, model(batches[-1]).detach()], "state": dict(model.state_dict())}


def afterwards(submission, state, x):
    """The input after a call that was not recorded."""
    x = x.clone()
    with torch.no_grad():
        loaded(submission, state, x, None)(x)
    return x


def loaded(submission, state, x, eps):
    model = submission.LayerNorm(x.shape[-1]) if eps is None else submission.LayerNorm(x.shape[-1], eps=eps)
    model.to(x)
    model.load_state_dict(state)
    return model
