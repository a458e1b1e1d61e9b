"""All parameters in one vector, which is split and reshaped for each call."""

import torch


def numerical_gradients(f, params, h=1e-6):
    vector = torch.cat([p.detach().double().flatten() for p in params])

    def loss(v):
        pieces = v.split([p.numel() for p in params])
        return f([piece.reshape(p.shape).clone() for piece, p in zip(pieces, params, strict=True)]).detach()

    derivatives = []
    for i in range(len(vector)):
        up, down = vector.clone(), vector.clone()
        up[i] += h
        down[i] -= h
        derivatives.append((loss(up) - loss(down)) / (up[i] - down[i]))
    pieces = torch.stack(derivatives).split([p.numel() for p in params])
    return [piece.reshape(p.shape) for piece, p in zip(pieces, params, strict=True)]


def largest_error(f, params, gradients):
    n = torch.cat([g.flatten() for g in numerical_gradients(f, params)])
    g = torch.cat([g.detach().flatten().to(n) for g in gradients])
    return float(((g - n).abs() / torch.stack([g.abs(), n.abs(), torch.ones_like(n)]).amax(0)).amax())
