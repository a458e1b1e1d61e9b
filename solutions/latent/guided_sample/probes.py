"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


class Denoiser(nn.Module):
    """Answers tanh(x · factor + a row for each label) + step · slope, row by row of the batch.

    It is 1.5 times as loud in training mode, and 10 higher while autograd records. It keeps the x of its first call.
    """

    def __init__(self, factor, rows, slope):
        super().__init__()
        self.factor, self.rows, self.slope = (nn.Parameter(value.clone()) for value in (factor, rows, slope))
        self.first = None

    def forward(self, x, steps, labels):
        if self.first is None:
            self.first = x.detach().clone()
        axes = [1] * (x.dim() - 2)
        answer = (x * self.factor + self.rows[labels].view(len(x), -1, *axes)).tanh() + self.slope * steps.view(-1, 1, *axes)
        return answer * (1.5 if self.training else 1.0) + 10.0 * torch.is_grad_enabled()


class NormalClasses(nn.Module):
    """The best denoiser for classes that are normal clouds with variance 1 and these means, one row a label."""

    def __init__(self, means, alpha_bars):
        super().__init__()
        self.means, self.alpha_bars = means, alpha_bars

    def forward(self, x, steps, labels):
        kept = self.alpha_bars[steps][:, None]
        return (1 - kept).sqrt() * (x - kept.sqrt() * self.means[labels])


class Space:
    def decode(self, codes):
        return 3 * codes + 1


def noise(submission, weights, x, steps, labels, null, weight, slopes):
    """The guided noise, the gradients of its product with these slopes at x and at the denoiser's weights, and what went in afterwards."""
    denoiser, leaf = Denoiser(*weights).eval(), x.clone().requires_grad_()
    guided = submission.guided_noise(denoiser, leaf, steps, labels, null, weight)
    (guided * slopes).sum().backward()
    gradients = [leaf.grad, *(p.grad for p in denoiser.parameters())]
    return {"noise": guided, "gradients": gradients, "inputs": [leaf.detach(), steps, labels]}


def samples(submission, weights, labels, shape, alpha_bars, steps, weight, null, mode=True):
    """The pictures, the x of the denoiser's first call, the labels afterwards, and what the denoiser says of zeros afterwards."""
    denoiser = Denoiser(*weights).train(mode)
    pictures = submission.guided_sample(denoiser, Space(), labels, shape, alpha_bars, steps, weight, null)
    start = denoiser.first[: len(labels)]
    with torch.no_grad():
        afterwards = denoiser(torch.zeros_like(start), torch.zeros_like(labels), labels)
    return {"pictures": pictures, "start": start, "labels": labels, "afterwards": afterwards}


def clouds(submission, means, labels, alpha_bars, steps, weight, null, calls=1):
    """So many draws of pictures of classes that are normal clouds."""
    denoiser, shape = NormalClasses(means, alpha_bars), means.shape[1:]
    return [submission.guided_sample(denoiser, Space(), labels, tuple(shape), alpha_bars, steps, weight, null) for _ in range(calls)]
