"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def mean(submission, x, start, step, betas):
    """The mean."""
    return submission.posterior_mean(x.clone(), start.clone(), step, betas)


def before(submission, x, predicted, step, betas, noise, **options):
    """x before the step."""
    return submission.reverse_step(x.clone(), predicted.clone(), step, betas, noise.clone(), **options)


def gradients_of_mean(submission, x, start, step, betas, weights):
    """The gradients of the mean's weighted sum with respect to x and start."""
    return gradients(lambda a, b: submission.posterior_mean(a, b, step, betas), [x, start], weights)


def gradients_of_step(submission, x, predicted, step, betas, noise, weights):
    """The gradients of the weighted sum of x before the step with respect to x, predicted and noise."""
    return gradients(lambda a, b, c: submission.reverse_step(a, b, step, betas, c), [x, predicted, noise], weights)


def arguments(submission, name, x, other, step, betas, *noise):
    """The tensors that the function of this name was given, afterwards."""
    x, other, betas, *noise = [part.clone() for part in (x, other, betas, *noise)]
    getattr(submission, name)(x, other, step, betas, *noise)
    return [x, other, betas, *noise]


def gradients(function, leaves, weights):
    leaves = [leaf.clone().requires_grad_() for leaf in leaves]
    result = function(*leaves)
    if result.requires_grad:
        (result * weights).sum().backward()
    return [leaf.grad for leaf in leaves]
