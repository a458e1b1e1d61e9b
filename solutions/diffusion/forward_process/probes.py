"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

from studykit.grading.worker.played_device import OnesForMeta


def result(submission, name, x, timesteps, noise, alphas_cumprod):
    """What the function of this name gives, and its arguments afterwards."""
    arguments = [x.clone(), timesteps.clone(), noise.clone(), alphas_cumprod.clone()]
    return {"result": getattr(submission, name)(*arguments), "arguments": arguments}


def gradients(submission, name, x, timesteps, noise, alphas_cumprod, weights):
    """The gradients of the weighted sum of the result with respect to x and to the noise."""
    x, noise = x.clone().requires_grad_(), noise.clone().requires_grad_()
    result = getattr(submission, name)(x, timesteps, noise, alphas_cumprod)
    if result.requires_grad:
        (result * weights).sum().backward()
    return {"x": x.grad, "noise": noise.grad}


def elsewhere(submission, name, arguments, place):
    """Where the result is for arguments on a device that has no values, and its shape."""
    with OnesForMeta():
        result = getattr(submission, name)(*(argument.to(place) for argument in arguments))
    return f"{tuple(result.shape)} on {result.device.type}"
