"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn

from studykit.grading.worker.played_device import OnesForMeta


class ModeShift(nn.Module):
    """Adds a value in training mode."""

    def __init__(self, value):
        super().__init__()
        self.value = value

    def forward(self, x):
        return x + self.value if self.training else x


class Denoiser(nn.Module):
    """Gives tanh(x · factor + a row for each label) + timestep · slope, row by row of the batch, and keeps what it was given.

    The output is another one in training mode, and moves by `recorded` if it has a graph.
    """

    def __init__(self, factor, rows, slope, recorded=0.0):
        super().__init__()
        self.factor, self.rows, self.slope = (nn.Parameter(value.clone()) for value in (factor, rows, slope))
        self.inner, self.recorded = ModeShift(7.0), recorded
        self.given = []

    def forward(self, x, steps, labels):
        self.given.append((x.detach().clone(), steps.clone(), labels.clone()))
        axes = [1] * (x.dim() - 2)
        answer = (x * self.factor + self.rows[labels].view(len(x), -1, *axes)).tanh() + self.slope * steps.view(-1, 1, *axes)
        return self.inner(answer * (1.5 if self.training else 1.0)) + (self.recorded if answer.requires_grad else 0.0)


class NormalClasses(nn.Module):
    """The best denoiser for classes that are Gaussian with variance 1 and these means, one row a label."""

    def __init__(self, means, alpha_bars):
        super().__init__()
        self.means, self.alpha_bars = means, alpha_bars

    def forward(self, x, steps, labels):
        kept = self.alpha_bars[steps][:, None]
        return (1 - kept).sqrt() * (x - kept.sqrt() * self.means[labels])


class Space(nn.Module):
    """Decodes by a scale that could learn, and a shift; images that have a graph are moved. Keeps what `clock` says at each call."""

    def __init__(self, like, clock=lambda: 0, recorded=0.0):
        super().__init__()
        self.scale, self.recorded = nn.Parameter(torch.full_like(like, 3.0)), recorded
        self.clock, self.calls = clock, []

    def decode(self, codes):
        self.calls.append(self.clock())
        images = self.scale * codes + 1
        return images + (self.recorded if images.requires_grad else 0.0)


def noise(submission, weights, x, steps, labels, null, weight):
    """The guided noise, and the labels afterwards."""
    labels = labels.clone()
    guided = submission.guided_noise(Denoiser(*weights).eval(), x.clone(), steps.clone(), labels, null, weight)
    return {"noise": guided, "labels": labels}


def calls_for_noise(submission, weights, x, steps, labels, null, weight):
    """How many rows the denoiser is given for each row of x, and whether calls are fewer than that or as many."""
    denoiser = Denoiser(*weights).eval()
    submission.guided_noise(denoiser, x.clone(), steps.clone(), labels.clone(), null, weight)
    return counted(denoiser.given, len(labels))


def gradients(submission, weights, x, steps, labels, null, weight, factors):
    """The gradients of the guided noise times these factors, with respect to x and to the denoiser's parameters."""
    denoiser, leaf = Denoiser(*weights).eval(), x.clone().requires_grad_()
    (submission.guided_noise(denoiser, leaf, steps, labels, null, weight) * factors).sum().backward()
    return [leaf.grad, *(p.grad for p in denoiser.parameters())]


def samples(submission, weights, labels, shape, alpha_bars, steps, weight, null, mode=False, recorded=0.0, decoded=0.0):
    """The images, the first noise of each sample, the labels afterwards, and what the denoiser gives for zeros afterwards.

    The labels must differ: the first noise of a sample is the first row that came with its label, whatever the order of rows and calls.
    """
    denoiser, labels = Denoiser(*weights, recorded).train(mode), labels.clone()
    space = Space(alpha_bars[0], recorded=decoded)
    images = submission.guided_sample(denoiser, space, labels, tuple(shape), alpha_bars, steps, weight, null)
    start = first_noise(denoiser.given, labels.tolist())
    with torch.no_grad():
        afterwards = denoiser(torch.zeros_like(start), torch.zeros_like(labels), labels)
    return {"images": images, "start": start, "labels": labels, "afterwards": afterwards, "requires gradient": images.requires_grad}


def calls_for_samples(submission, weights, labels, shape, alpha_bars, steps, weight, null):
    """How many rows the denoiser is given for each label, in all steps, and whether calls are fewer than that or as many."""
    denoiser = Denoiser(*weights)
    submission.guided_sample(denoiser, Space(alpha_bars[0]), labels.clone(), tuple(shape), alpha_bars, steps, weight, null)
    return counted(denoiser.given, len(labels))


def decodings(submission, weights, labels, shape, alpha_bars, steps, weight, null):
    """For each decoding, whether the denoiser is called no more after it."""
    denoiser = Denoiser(*weights)
    space = Space(alpha_bars[0], lambda: len(denoiser.given))
    submission.guided_sample(denoiser, space, labels.clone(), tuple(shape), alpha_bars, steps, weight, null)
    return [calls == len(denoiser.given) for calls in space.calls]


def clouds(submission, means, labels, alpha_bars, steps, weight, null, calls=1):
    """So many draws of images of classes that are Gaussian."""
    denoiser, space, shape = NormalClasses(means, alpha_bars), Space(alpha_bars[0]), tuple(means.shape[1:])
    return [submission.guided_sample(denoiser, space, labels, shape, alpha_bars, steps, weight, null) for _ in range(calls)]


def elsewhere(submission, weights, labels, shape, alpha_bars, steps, null, place):
    """Where the images are, for everything on a device that has no values."""
    denoiser, space = Denoiser(*weights).to(place), Space(alpha_bars[0]).to(place)
    with OnesForMeta():
        images = submission.guided_sample(denoiser, space, labels.to(place), tuple(shape), alpha_bars.to(place), steps, 2.0, null)
    return f"{tuple(images.shape)} on {images.device.type}"


def counted(given, n):
    """One call with 2N rows and two calls with N count alike: two rows for each of N."""
    rows = sum(len(x) for x, _, _ in given) / n
    return {"rows": rows, "in few calls": len(given) <= rows}


def first_noise(given, labels):
    """For each label the first row that the denoiser got with it."""
    rows = [(int(label), row) for x, _, of_x in given for row, label in zip(x, of_x, strict=True)]
    return torch.stack([next(row for label, row in rows if label == wanted) for wanted in labels])
