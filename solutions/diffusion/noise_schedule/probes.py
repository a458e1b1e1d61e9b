"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def betas(submission, *args, **kwargs):
    """The betas for these arguments."""
    return submission.linear_betas(*args, **kwargs)


def bars(submission, betas):
    """The products, and the betas afterwards."""
    plain = betas.clone()
    return {"bars": submission.alpha_bars(plain), "betas": plain}


def variances(submission, betas):
    """The variances, and the betas afterwards."""
    plain = betas.clone()
    return {"variances": submission.posterior_variances(plain), "betas": plain}


def schedule(submission, n_steps):
    """Products and variances of the submission's own betas, with the settings it takes by itself."""
    betas = submission.linear_betas(n_steps)
    return {"betas": betas, "bars": submission.alpha_bars(betas), "variances": submission.posterior_variances(betas)}
