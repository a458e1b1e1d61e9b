"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def shapes(submission, shape, widths):
    """The shapes of all parameters."""
    return [tuple(p.shape) for p in submission.Autoencoder(shape, widths).parameters()]


def passed(submission, shape, widths, values, images):
    """Latents, their decoded images, the model's output, and the images that were passed in, for these parameter values."""
    model = with_values(submission.Autoencoder(shape, widths).to(images), values)
    latents = model.encode(images)
    return {"latents": latents, "decoded": model.decode(latents), "output": model(images), "images": images}


def transposed(submission, shape, widths, values, images):
    """The output for images whose last two dims have been transposed, so that they are not contiguous."""
    return with_values(submission.Autoencoder(shape, widths).to(images), values)(images.transpose(-1, -2))


def decoded(submission, shape, widths, values, latents):
    """The images decoded from any latents."""
    return with_values(submission.Autoencoder(shape, widths).to(latents), values).decode(latents)


def trained(submission, shape, widths, values, batches, lr, stale=0.0):
    """What each step returned, and the parameters after it, with plain SGD; `stale` fills the gradients beforehand.

    The batches are lists, as a DataLoader of pairs yields.
    """
    model = with_values(submission.Autoencoder(shape, widths).to(batches[0][0]), values)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for p in model.parameters():
        p.grad = torch.full_like(p, stale) if stale else None
    seen = {"losses": [], "parameters": [], "images": [images for images, _ in batches]}
    for batch in batches:
        seen["losses"].append(submission.train_step(model, optimizer, list(batch)))
        seen["parameters"].append([p.detach().clone() for p in model.parameters()])
    return seen


def with_values(model, values):
    with torch.no_grad():
        for p, value in zip(model.parameters(), values, strict=True):
            p.copy_(value)
    return model
