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
    """Outputs tanh(x · factor + the label's embedding) + timestep · a factor, sample by sample, and stores its inputs.

    The output differs in training mode, and is shifted by `recorded` if it has a graph.
    """

    def __init__(self, factor, embeddings, per_timestep, recorded=0.0):
        super().__init__()
        self.factor, self.embeddings, self.per_timestep = (nn.Parameter(value.clone()) for value in (factor, embeddings, per_timestep))
        self.inner, self.recorded = ModeShift(7.0), recorded
        self.given = []

    def forward(self, x, timesteps, labels):
        self.given.append((x.detach().clone(), timesteps.clone(), labels.clone()))
        ones = [1] * (x.dim() - 2)
        output = (x * self.factor + self.embeddings[labels].view(len(x), -1, *ones)).tanh() + self.per_timestep * timesteps.view(
            -1, 1, *ones
        )
        return self.inner(output * (1.5 if self.training else 1.0)) + (self.recorded if output.requires_grad else 0.0)


class NormalClasses(nn.Module):
    """The best denoiser for classes that are Gaussian with variance 1 and these means, one per label."""

    def __init__(self, means, alphas_cumprod):
        super().__init__()
        self.means, self.alphas_cumprod = means, alphas_cumprod

    def forward(self, x, timesteps, labels):
        alpha_cumprod = self.alphas_cumprod[timesteps][:, None]
        return (1 - alpha_cumprod).sqrt() * (x - alpha_cumprod.sqrt() * self.means[labels])


class Space(nn.Module):
    """Decodes with a learnable scale and a shift; images that have a graph are shifted. Stores the value of `clock` at each call."""

    def __init__(self, like, clock=lambda: 0, recorded=0.0):
        super().__init__()
        self.scale, self.recorded = nn.Parameter(torch.full_like(like, 3.0)), recorded
        self.clock, self.calls = clock, []

    def decode(self, latents):
        self.calls.append(self.clock())
        images = self.scale * latents + 1
        return images + (self.recorded if images.requires_grad else 0.0)


def noise(submission, weights, x, timesteps, labels, null, guidance_scale):
    """The guided noise, and the labels afterwards."""
    labels = labels.clone()
    guided = submission.guided_noise(Denoiser(*weights).eval(), x.clone(), timesteps.clone(), labels, null, guidance_scale)
    return {"noise": guided, "labels": labels}


def calls_for_noise(submission, weights, x, timesteps, labels, null, guidance_scale):
    """How many samples the denoiser gets for each sample of x, and whether it is called at most that often."""
    denoiser = Denoiser(*weights).eval()
    submission.guided_noise(denoiser, x.clone(), timesteps.clone(), labels.clone(), null, guidance_scale)
    return counted(denoiser.given, len(labels))


def gradients(submission, weights, x, timesteps, labels, null, guidance_scale, factors):
    """The gradients of the guided noise times these factors, with respect to x and to the denoiser's parameters."""
    denoiser, leaf = Denoiser(*weights).eval(), x.clone().requires_grad_()
    (submission.guided_noise(denoiser, leaf, timesteps, labels, null, guidance_scale) * factors).sum().backward()
    return [leaf.grad, *(p.grad for p in denoiser.parameters())]


def samples(submission, weights, labels, shape, alphas_cumprod, timesteps, guidance_scale, null, mode=False, recorded=0.0, decoded=0.0):
    """The images, the initial noise of each sample, the labels afterwards, and what the denoiser outputs for zeros afterwards.

    The labels must differ: the initial noise of a sample is the first input that came with its label, in whatever order and calls.
    """
    denoiser, labels = Denoiser(*weights, recorded).train(mode), labels.clone()
    space = Space(alphas_cumprod[0], recorded=decoded)
    images = submission.guided_sample(denoiser, space, labels, tuple(shape), alphas_cumprod, timesteps, guidance_scale, null)
    initial_noise = initial_noise_of(denoiser.given, labels.tolist())
    with torch.no_grad():
        afterwards = denoiser(torch.zeros_like(initial_noise), torch.zeros_like(labels), labels)
    return {
        "images": images,
        "initial noise": initial_noise,
        "labels": labels,
        "afterwards": afterwards,
        "requires gradient": images.requires_grad,
    }


def calls_for_samples(submission, weights, labels, shape, alphas_cumprod, timesteps, guidance_scale, null):
    """How many samples the denoiser gets for each label, in all steps, and whether it is called at most that often."""
    denoiser = Denoiser(*weights)
    submission.guided_sample(
        denoiser, Space(alphas_cumprod[0]), labels.clone(), tuple(shape), alphas_cumprod, timesteps, guidance_scale, null
    )
    return counted(denoiser.given, len(labels))


def decodings(submission, weights, labels, shape, alphas_cumprod, timesteps, guidance_scale, null):
    """For each call of `decode`, whether the denoiser is not called after it."""
    denoiser = Denoiser(*weights)
    space = Space(alphas_cumprod[0], lambda: len(denoiser.given))
    submission.guided_sample(denoiser, space, labels.clone(), tuple(shape), alphas_cumprod, timesteps, guidance_scale, null)
    return [calls == len(denoiser.given) for calls in space.calls]


def gaussian_classes(submission, means, labels, alphas_cumprod, timesteps, guidance_scale, null, calls=1):
    """Images of Gaussian classes, sampled in each of so many calls."""
    denoiser, space, shape = NormalClasses(means, alphas_cumprod), Space(alphas_cumprod[0]), tuple(means.shape[1:])
    return [submission.guided_sample(denoiser, space, labels, shape, alphas_cumprod, timesteps, guidance_scale, null) for _ in range(calls)]


def elsewhere(submission, weights, labels, shape, alphas_cumprod, timesteps, null, place):
    """Where the images are, for everything on a device that has no values."""
    denoiser, space = Denoiser(*weights).to(place), Space(alphas_cumprod[0]).to(place)
    with OnesForMeta():
        images = submission.guided_sample(denoiser, space, labels.to(place), tuple(shape), alphas_cumprod.to(place), timesteps, 2.0, null)
    return f"{tuple(images.shape)} on {images.device.type}"


def counted(given, n):
    """One call with a batch of 2N and two calls with N count the same: two inputs for each of N."""
    inputs = sum(len(x) for x, _, _ in given) / n
    return {"inputs": inputs, "in few calls": len(given) <= inputs}


def initial_noise_of(given, labels):
    """For each label the first input that the denoiser got with it."""
    inputs = [(int(label), sample) for x, _, of_x in given for sample, label in zip(x, of_x, strict=True)]
    return torch.stack([next(sample for label, sample in inputs if label == wanted) for wanted in labels])
