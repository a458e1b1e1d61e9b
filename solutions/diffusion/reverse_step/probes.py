"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def mean(submission, x, start, step, betas, weights):
    """The mean, its arguments afterwards, and what its weighted sum sends back."""
    return with_slopes(submission.posterior_mean, [x, start], weights, step, betas)


def before(submission, x, predicted, step, betas, noise, weights, **options):
    """x before the step, its arguments afterwards, and what its weighted sum sends back."""
    return with_slopes(lambda a, b, *rest: submission.reverse_step(a, b, *rest, **options), [x, predicted], weights, step, betas, noise)


def with_slopes(function, leaves, weights, *rest):
    leaves = [leaf.clone().requires_grad_() for leaf in leaves]
    rest = [part if isinstance(part, int) else part.clone() for part in rest]
    result = function(*leaves, *rest)
    if result.requires_grad:
        (result * weights).sum().backward()
    return {"result": result, "slopes": [leaf.grad for leaf in leaves], "arguments": [leaf.detach() for leaf in leaves] + rest}
