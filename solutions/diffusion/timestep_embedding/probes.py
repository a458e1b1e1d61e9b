"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch

from studykit.grading.worker.played_device import OnesForMeta


def embedding(submission, *args):
    """The embedding for these arguments."""
    return submission.step_embedding(*args)


def output(submission, state, x, timesteps, training=True):
    """The output of the denoiser."""
    return with_state(submission, state).train(training)(x, timesteps)


def gradients(submission, state, x, timesteps, weights):
    """The gradients of the weighted sum of the output with respect to x and to every parameter."""
    model, leaf = with_state(submission, state), x.clone().requires_grad_()
    (model(leaf, timesteps) * weights).sum().backward()
    return {"x": leaf.grad, **{name: p.grad for name, p in model.named_parameters()}}


def arguments(submission, state, x, timesteps):
    """x and the timesteps, after the denoiser was called with them."""
    x, timesteps = x.clone(), timesteps.clone()
    with_state(submission, state)(x, timesteps)
    return [x, timesteps]


def elsewhere(submission, state, x, timesteps, place):
    """Where embedding and output are, for timesteps, x and parameters on a device that has no values."""
    with OnesForMeta():
        embedded = submission.step_embedding(timesteps.to(place), 4)
        result = with_state(submission, {name: value.to(place) for name, value in state.items()})(x.to(place), timesteps.to(place))
    return [f"{tuple(each.shape)} on {each.device.type}" for each in (embedded, result)]


def parts(submission, n_features, n_hidden):
    """Names and shapes of what the denoiser has registered, with the default width."""
    return {name: list(value.shape) for name, value in submission.Denoiser(n_features, n_hidden).state_dict().items()}


def with_state(submission, state):
    width, (n_hidden, n_features) = state["time.weight"].shape[1], state["input.weight"].shape
    model = submission.Denoiser(n_features, n_hidden, width).to(state["time.weight"])
    model.load_state_dict(state)
    return model
