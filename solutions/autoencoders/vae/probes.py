"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch

from studykit.grading.worker.played_device import OnesForMeta


def encoded(submission, state, x):
    """The means and log-variances of images."""
    return list(loaded(submission, state, x).encode(x))


def decoded(submission, state, z):
    """The logits of latents."""
    return loaded(submission, state, z).decode(z)


def passed(submission, state, x, training, calls=1):
    """The model's outputs for the images, in `calls` calls, in this mode."""
    model = loaded(submission, state, x).train(training)
    return [list(model(x)) for _ in range(calls)]


def images_afterwards(submission, state, x):
    """The images after the model was applied to them in both modes."""
    model, x = loaded(submission, state, x), x.clone()
    for training in (True, False):
        model.train(training)(x)
    return x


def trained(submission, state, x):
    """One forward and backward pass: the logits, the loss, and its gradients with respect to the parameters."""
    model = loaded(submission, state, x).train()
    logits, mu, logvar = model(x)
    loss = submission.negative_elbo(logits, x, mu, logvar)
    loss.backward()
    return {"logits": logits, "loss": loss, "gradients": {name: p.grad for name, p in model.named_parameters()}}


def loss(submission, logits, x, mu, logvar):
    """The loss."""
    return submission.negative_elbo(logits, x, mu, logvar)


def loss_gradients(submission, logits, x, mu, logvar):
    """The gradients of the loss with respect to logits, mu and logvar."""
    leaves = [part.clone().requires_grad_() for part in (logits, mu, logvar)]
    submission.negative_elbo(leaves[0], x, *leaves[1:]).backward()
    return [leaf.grad for leaf in leaves]


def inputs_of_the_loss_afterwards(submission, logits, x, mu, logvar):
    """The inputs of the loss, after it was computed."""
    inputs = [part.clone() for part in (logits, x, mu, logvar)]
    submission.negative_elbo(*inputs)
    return inputs


def drawn(submission, state, n, calls=1):
    """n new images in each of `calls` calls."""
    model = loaded(submission, state, state["hidden.weight"]).eval()
    return [model.sample(n) for _ in range(calls)]


def drawn_elsewhere(submission, state, n, device):
    """Shape and device of n new images, for a model on a device without values."""
    with OnesForMeta():
        images = loaded(submission, state, state["hidden.weight"]).to(device).sample(n)
    return f"{tuple(images.shape)} on {images.device.type}"


def loaded(submission, state, like):
    weight = state["to_mu.weight"]
    model = submission.VAE(state["hidden.weight"].shape[1], weight.shape[1], weight.shape[0]).to(like)
    model.load_state_dict(state)
    return model
