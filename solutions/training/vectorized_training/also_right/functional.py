"""Gradients by `torch.func`, losses converted at the end, and an evaluation that restores the previous mode."""

import torch
from torch.func import functional_call, grad_and_value


def train(model, x, y, lr, n_steps):
    parameters, losses = dict(model.named_parameters()), []

    def cost(values):
        return (functional_call(model, values, (x,)).view(-1) - y).pow(2).mean()

    for _ in range(n_steps):
        gradients, loss = grad_and_value(cost)({name: p.detach() for name, p in parameters.items()})
        losses.append(loss)
        with torch.no_grad():
            for name, p in parameters.items():
                p.sub_(gradients[name], alpha=lr)
    return torch.stack(losses).tolist()


@torch.inference_mode()
def evaluate(model, x, y, tolerance):
    mode = model.training
    model.eval()
    errors = model(x).reshape(-1) - y
    model.train(mode)
    return {"loss": errors.dot(errors).item() / len(y), "hits": torch.count_nonzero(errors.abs().le(tolerance)).item() / len(y)}
