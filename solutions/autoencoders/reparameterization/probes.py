"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch

from studykit.grading.worker.played_device import OnesForMeta


def sampled(submission, mu, logvar, training, calls=1):
    """The samples of `calls` calls."""
    return [submission.reparameterise(mu.clone(), logvar.clone(), training=training) for _ in range(calls)]


def sampled_after_seeds(submission, seeds, mu, logvar):
    """A sample after seeding torch's global generator with each of these seeds."""
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


def kl_divergences(submission, mu, logvar):
    """The KL divergences."""
    return submission.kl_to_standard_normal(mu, logvar)


def kl_gradients(submission, mu, logvar, weights):
    """The gradients of the weighted sum of the KL divergences with respect to mu and logvar."""
    leaves = [part.clone().requires_grad_() for part in (mu, logvar)]
    (submission.kl_to_standard_normal(*leaves) * weights).sum().backward()
    return [leaf.grad for leaf in leaves]


def inputs_afterwards(submission, mu, logvar):
    """mu and logvar after a sample in training, one in evaluation, and the KL divergence."""
    mu, logvar = mu.clone(), logvar.clone()
    for training in (True, False):
        submission.reparameterise(mu, logvar, training=training)
    submission.kl_to_standard_normal(mu, logvar)
    return [mu, logvar]


def on_another_device(submission, mu, logvar, device):
    """Shapes and devices of samples and KL divergences, for inputs on a device without values."""
    mu, logvar = mu.to(device), logvar.to(device)
    with OnesForMeta():
        results = [submission.reparameterise(mu, logvar, training=training) for training in (True, False)]
        results.append(submission.kl_to_standard_normal(mu, logvar))
    return [f"{tuple(result.shape)} on {result.device.type}" for result in results]
