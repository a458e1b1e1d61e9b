"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""


def result(submission, name, x, steps, noise, bars):
    """What the function of this name gives, and its arguments afterwards."""
    arguments = [x.clone(), steps.clone(), noise.clone(), bars.clone()]
    return {"result": getattr(submission, name)(*arguments), "arguments": arguments}


def slopes(submission, name, x, steps, noise, bars, weights):
    """What the weighted sum of the result sends back to x and to the noise."""
    x, noise = x.clone().requires_grad_(), noise.clone().requires_grad_()
    result = getattr(submission, name)(x, steps, noise, bars)
    if result.requires_grad:
        (result * weights).sum().backward()
    return {"x": x.grad, "noise": noise.grad}


def there_and_back(submission, x, steps, noise, bars):
    """The data after noise was added and removed."""
    return submission.remove_noise(submission.add_noise(x, steps, noise, bars), steps, noise, bars)
