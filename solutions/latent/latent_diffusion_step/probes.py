"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


class ModeShift(nn.Module):
    """Adds a value in evaluation mode."""

    def forward(self, x):
        return x if self.training else x + 7.0


class Denoiser(nn.Module):
    """Outputs x · factor + the label's embedding + timestep · a factor, 1.5 times as much in training mode, and stores its inputs."""

    def __init__(self, factor, embeddings, per_timestep):
        super().__init__()
        self.factor, self.embeddings, self.per_timestep = (nn.Parameter(value.clone()) for value in (factor, embeddings, per_timestep))
        self.inner, self.given = ModeShift(), []

    def forward(self, x, timesteps, labels):
        self.given.append([x.detach().clone(), timesteps.clone(), labels.clone()])
        embedding = self.embeddings[labels].view(len(x), -1, *[1] * (x.dim() - 2))
        output = x * self.factor + embedding + self.per_timestep * timesteps.view(-1, *[1] * (x.dim() - 1))
        return self.inner(output * 1.5 if self.training else output)


class Space:
    """Averages over pairs of columns, times a learnable weight."""

    def __init__(self, weight):
        self.weight = weight.clone().requires_grad_()

    def encode(self, images):
        return self.weight * images.unflatten(-1, (-1, 2)).mean(-1)


def make_steps(submission, weights, weight, batches, alphas_cumprod, null, p_drop, lr, mode=True, stale=0.0):
    """A step with each batch of images and labels; `stale` is the value of all gradients before the first.

    For each call: how often the denoiser was called and what it was given last, how often the optimizer stepped and which gradients it
    found, the loss, and the weights and labels afterwards. And the gradient of the weight of the space.
    """
    denoiser, space = Denoiser(*weights).train(mode), Space(weight)
    for p in denoiser.parameters():
        p.grad = torch.full_like(p, stale) if stale else None
    optimizer, optimizer_grads, calls = torch.optim.SGD(denoiser.parameters(), lr=lr), [], []
    optimizer.register_step_post_hook(lambda *_: optimizer_grads.append(gradients_of(denoiser)))
    for images, labels in batches:
        denoiser.given.clear()
        optimizer_grads.clear()
        loss = submission.latent_step(denoiser, optimizer, space, images, labels, alphas_cumprod, null, p_drop)
        of_call = {
            "calls": len(denoiser.given),
            "given": denoiser.given[-1],
            "steps": len(optimizer_grads),
            "gradients": optimizer_grads[-1] if optimizer_grads else None,
        }
        calls.append({**of_call, "loss": loss, "weights": [p.detach().clone() for p in denoiser.parameters()], "labels": labels})
    leaked = torch.zeros_like(weight) if space.weight.grad is None else space.weight.grad
    return {"calls": calls, "leaked": leaked}


def dropped(submission, weights, weight, images, labels, alphas_cumprod, null, p_drop, calls):
    """The labels that the denoiser was given in each of so many calls with the same batch."""
    denoiser, space, given = Denoiser(*weights), Space(weight), []
    optimizer = torch.optim.SGD(denoiser.parameters(), lr=0.0)
    for _ in range(calls):
        submission.latent_step(denoiser, optimizer, space, images.clone(), labels.clone(), alphas_cumprod, null, p_drop)
        given.append(denoiser.given[-1][2])
    return torch.stack(given)


def gradients_of(model):
    return [torch.zeros_like(p) if p.grad is None else p.grad.clone() for p in model.parameters()]
