"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


class Denoiser(nn.Module):
    """Answers x · factor + a row for each label + step · slope, 1.5 times as loud in training mode, and keeps what it was asked."""

    def __init__(self, factor, rows, slope):
        super().__init__()
        self.factor, self.rows, self.slope = (nn.Parameter(value.clone()) for value in (factor, rows, slope))
        self.asked = []

    def forward(self, x, steps, labels):
        self.asked.append([x.detach().clone(), steps.clone(), labels.clone()])
        row = self.rows[labels].view(len(x), -1, *[1] * (x.dim() - 2))
        answer = x * self.factor + row + self.slope * steps.view(-1, *[1] * (x.dim() - 1))
        return answer * 1.5 if self.training else answer


class Space:
    """Averages over pairs of columns, times a weight that can be learned."""

    def __init__(self, weight):
        self.weight = weight.clone().requires_grad_()

    def encode(self, images):
        return self.weight * images.unflatten(-1, (-1, 2)).mean(-1)


def steps(submission, weights, weight, batches, alpha_bars, null, p_drop, lr, mode=True):
    """A step with each batch of pictures and labels: what was asked, losses, gradients as the optimizer stepped, weights afterwards.

    And what came to the weight of the space, and the labels afterwards.
    """
    denoiser, space = Denoiser(*weights).train(mode), Space(weight)
    optimizer, found, losses, after = torch.optim.SGD(denoiser.parameters(), lr=lr), [], [], []
    optimizer.register_step_post_hook(
        lambda *_: found.append([torch.zeros_like(p) if p.grad is None else p.grad.clone() for p in denoiser.parameters()])
    )
    for images, labels in batches:
        losses.append(submission.latent_step(denoiser, optimizer, space, images, labels, alpha_bars, null, p_drop))
        after.append([p.detach().clone() for p in denoiser.parameters()])
    leaked = torch.zeros_like(weight) if space.weight.grad is None else space.weight.grad
    return {
        "asked": denoiser.asked,
        "losses": losses,
        "found": found,
        "weights": after,
        "leaked": leaked,
        "labels": [labels for _, labels in batches],
    }
