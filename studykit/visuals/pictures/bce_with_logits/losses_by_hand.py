"""Records loss and gradient over the logit, of both of the submission's ways and of torch's own."""

import torch
from torch.nn.functional import binary_cross_entropy


def test_loss_and_slope_over_the_logit(probes, record, device):
    """Both losses give a number for each logit."""
    z = torch.linspace(-250, 250, 101, device=device)
    target = torch.zeros_like(z)
    record(
        z=z,
        with_logits=named(probes.loss("bce_with_logits", z, target, "none")),
        after_sigmoid=named(probes.after_sigmoid(z, target)),
        torch=torchs(z.cpu()),
    )


def named(both):
    assert both["value"].ndim == 1, "with reduction='none' there is a loss for each logit"
    slope = torch.zeros_like(both["value"]) if both["gradient"] is None else both["gradient"]
    return {"loss": both["value"], "slope": slope}


def torchs(z):
    z = z.clone().requires_grad_()
    loss = binary_cross_entropy(z.sigmoid(), torch.zeros_like(z), reduction="none")
    (slope,) = torch.autograd.grad(loss.sum(), z)
    return {"loss": loss, "slope": slope}
