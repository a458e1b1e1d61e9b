"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


class SmallVAE(nn.Module):
    """Images (N, 1, H, W) to latents (N, 2, H/2, W/2) and back, with batch norm on both sides; stores how many images it was given."""

    def __init__(self):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 4, 2, stride=2), nn.BatchNorm2d(4), nn.Tanh())
        self.to_mu = nn.Conv2d(4, 2, 1)
        self.to_logvar = nn.Conv2d(4, 2, 1)
        self.up = nn.Sequential(nn.ConvTranspose2d(2, 1, 2, stride=2), nn.BatchNorm2d(1))
        self.sizes = []

    def encode(self, images):
        self.sizes.append(len(images))
        h = self.down(images)
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, latents):
        return self.up(latents)


def measured(submission, state, train, batch_size, mode=True):
    """The scale, how many images were encoded at once for it, and the state of the autoencoder afterwards."""
    autoencoder = loaded(state, train).train(mode)
    space = submission.LatentSpace(autoencoder, train, batch_size)
    return {"scale": space.scale, "sizes": autoencoder.sizes, "state": state_of(autoencoder)}


def frozen(submission, state, train, batch_size):
    """Of the autoencoder that was passed in: which modules are in training mode afterwards, and which parameters require a gradient."""
    autoencoder = loaded(state, train).train()
    submission.LatentSpace(autoencoder, train, batch_size)
    training = [name or "the autoencoder" for name, module in autoencoder.named_modules() if module.training]
    return {"training": training, "requiring": [name for name, p in autoencoder.named_parameters() if p.requires_grad]}


def encoded(submission, state, train, batch_size, images):
    """The latents of images, together and one by one, the images afterwards, and how many were encoded at once for the first."""
    autoencoder = loaded(state, train)
    space = submission.LatentSpace(autoencoder, train, batch_size)
    autoencoder.sizes.clear()
    images = images.clone()
    latents, sizes = space.encode(images), list(autoencoder.sizes)
    return {"latents": latents, "one by one": torch.cat([space.encode(image[None]) for image in images]), "images": images, "sizes": sizes}


def decoded(submission, state, train, batch_size, latents):
    """The images of latents, and the latents afterwards."""
    latents = latents.clone()
    return {"images": submission.LatentSpace(loaded(state, train), train, batch_size).decode(latents), "latents": latents}


def there_and_back(submission, state, train, batch_size, images):
    """Images that were encoded and decoded."""
    space = submission.LatentSpace(loaded(state, train), train, batch_size)
    return space.decode(space.encode(images))


def trained_on(submission, state, train, batch_size, images, weights, lr):
    """Train a linear head on the latents, and a factor before the decoder, with an optimizer that contains all parameters.

    The state of the autoencoder afterwards, the head, and the factor.
    """
    autoencoder = loaded(state, train)
    space = submission.LatentSpace(autoencoder, train, batch_size)
    head, factor = weights.clone().requires_grad_(), torch.ones_like(weights[0]).requires_grad_()
    optimizer = torch.optim.SGD([*autoencoder.parameters(), head, factor], lr=lr)
    for _ in range(2):
        latents = space.encode(images)
        loss = (latents.flatten(1) @ head).mean() + space.decode(factor * latents).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"state": state_of(autoencoder), "head": head, "factor": factor}


def loaded(state, like):
    autoencoder = SmallVAE().to(like)
    autoencoder.load_state_dict(state)
    return autoencoder


def state_of(model):
    return {name: value.clone() for name, value in model.state_dict().items()}
