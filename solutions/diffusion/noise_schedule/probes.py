"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

from studykit.grading.worker.played_device import OnesForMeta


def betas(submission, *args, **kwargs):
    """The betas for these arguments."""
    return submission.linear_betas(*args, **kwargs)


def alphas_cumprod(submission, betas):
    """The cumulative products."""
    return submission.alpha_bars(betas.clone())


def variances(submission, betas):
    """The variances."""
    return submission.posterior_variances(betas.clone())


def betas_afterwards(submission, name, betas):
    """The betas, after the function of this name was called with them."""
    plain = betas.clone()
    getattr(submission, name)(plain)
    return plain


def elsewhere(submission, name, betas, place):
    """Where the result is for betas on a device that has no values, and its shape."""
    with OnesForMeta():
        result = getattr(submission, name)(betas.to(place))
    return f"{tuple(result.shape)} on {result.device.type}"


def of_own_betas(submission, name, n_steps):
    """What the function of this name gives for the submission's own betas, with its default arguments."""
    return getattr(submission, name)(submission.linear_betas(n_steps))
