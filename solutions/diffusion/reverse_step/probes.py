"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def mean(submission, x, start, step, betas, weights):
    """The mean, its arguments afterwards, and the gradients of its weighted sum with respect to x and start."""
    return with_gradients(submission.posterior_mean, [x, start], weights, lambda f, a, b: f(a, b, step, betas))


def before(submission, x, predicted, step, betas, noise, weights, **options):
    """x before the step, its arguments afterwards, and the gradients of its weighted sum with respect to x, predicted and noise."""
    leaves = [x, predicted, noise]
    return with_gradients(submission.reverse_step, leaves, weights, lambda f, a, b, c: f(a, b, step, betas, c, **options))


def arguments(submission, name, x, other, step, betas, *noise):
    """The tensors that the function of this name was given, afterwards."""
    x, other, betas, *noise = [part.clone() for part in (x, other, betas, *noise)]
    getattr(submission, name)(x, other, step, betas, *noise)
    return [x, other, betas, *noise]


def with_gradients(function, leaves, weights, call):
    leaves = [leaf.clone().requires_grad_() for leaf in leaves]
    result = call(function, *leaves)
    if result.requires_grad:
        (result * weights).sum().backward()
    return {"result": result, "gradients": [leaf.grad for leaf in leaves]}
