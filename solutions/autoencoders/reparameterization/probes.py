"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch

from studykit.grading.worker.played_device import OnesForMeta


def sampled(submission, mu, logvar, training, calls=1):
    """So many samples."""
    return [submission.reparameterise(mu.clone(), logvar.clone(), training=training) for _ in range(calls)]


def sampled_after_seeds(submission, seeds, mu, logvar):
    """A sample after each of these seeds of torch's global generator."""
    samples = []
    for seed in seeds:
        torch.manual_seed(seed)
        samples.append(submission.reparameterise(mu.clone(), logvar.clone(), training=True))
    return samples


def sample_gradients(submission, mu, logvar, weights):
    """A sample, and the gradients of its weighted sum with respect to mu and logvar."""
    leaves = [part.clone().requires_grad_() for part in (mu, logvar)]
    z = submission.reparameterise(*leaves, training=True)
    (z * weights).sum().backward()
    return {"sample": z, "gradients": [leaf.grad for leaf in leaves]}


def divergence(submission, mu, logvar):
    """The divergences."""
    return submission.kl_to_standard_normal(mu, logvar)


def divergence_gradients(submission, mu, logvar, weights):
    """The gradients of the weighted sum of the divergences with respect to mu and logvar."""
    leaves = [part.clone().requires_grad_() for part in (mu, logvar)]
    (submission.kl_to_standard_normal(*leaves) * weights).sum().backward()
    return [leaf.grad for leaf in leaves]


def inputs_afterwards(submission, mu, logvar):
    """mu and logvar after a sample in training, one in evaluation, and the divergences."""
    mu, logvar = mu.clone(), logvar.clone()
    for training in (True, False):
        submission.reparameterise(mu, logvar, training=training)
    submission.kl_to_standard_normal(mu, logvar)
    return [mu, logvar]


def elsewhere(submission, mu, logvar, place):
    """Where samples and divergences are, for inputs on a device that has no values."""
    mu, logvar = mu.to(place), logvar.to(place)
    with OnesForMeta():
        results = [submission.reparameterise(mu, logvar, training=training) for training in (True, False)]
        results.append(submission.kl_to_standard_normal(mu, logvar))
    return [f"{tuple(result.shape)} on {result.device.type}" for result in results]
