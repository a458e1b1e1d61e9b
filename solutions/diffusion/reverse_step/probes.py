"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def mean(submission, x_t, x_0, t, betas):
    """The mean."""
    return submission.posterior_mean(x_t.clone(), x_0.clone(), t, betas)


def before(submission, x_t, noise_pred, t, betas, noise, **options):
    """x_{t−1}."""
    return submission.reverse_step(x_t.clone(), noise_pred.clone(), t, betas, noise.clone(), **options)


def gradients_of_mean(submission, x_t, x_0, t, betas, weights):
    """The gradients of the mean's weighted sum with respect to x_t and x_0."""
    return gradients(lambda a, b: submission.posterior_mean(a, b, t, betas), [x_t, x_0], weights)


def gradients_of_step(submission, x_t, noise_pred, t, betas, noise, weights):
    """The gradients of the weighted sum of x_{t−1} with respect to x_t, noise_pred and noise."""
    return gradients(lambda a, b, c: submission.reverse_step(a, b, t, betas, c), [x_t, noise_pred, noise], weights)


def arguments(submission, name, x_t, other, t, betas, *noise):
    """The tensors that were passed to the function of this name, after the call."""
    x_t, other, betas, *noise = [part.clone() for part in (x_t, other, betas, *noise)]
    getattr(submission, name)(x_t, other, t, betas, *noise)
    return [x_t, other, betas, *noise]


def gradients(function, leaves, weights):
    leaves = [leaf.clone().requires_grad_() for leaf in leaves]
    result = function(*leaves)
    if result.requires_grad:
        (result * weights).sum().backward()
    return [leaf.grad for leaf in leaves]
