"""What a picture asks of a submission. Runs in the worker, beside it."""

import torch


def sizes(submission, channels, states, x):
    """The norm of the mean output's gradient before each block and after the last, in evaluation mode; 0 where none arrives."""
    h = [x.clone().requires_grad_()]
    for state in states:
        block = submission.ResidualBlock(channels, channels).to(x)
        block.load_state_dict(state, strict=False)  # a block may have more parts than it needs
        h.append(block.eval()(h[-1] * 1))  # it may write to what it gets
    gradients = torch.autograd.grad(h[-1].mean(), h, allow_unused=True)
    return [0.0 if gradient is None else gradient.double().norm().item() for gradient in gradients]
