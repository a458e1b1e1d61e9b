"""One true token per call, with the state passed from call to call. The result is the same as from one call."""

import torch
import torch.nn.functional as F


def shift_right(targets, start):
    first = torch.full_like(targets[:, :1], start)
    return torch.cat([first, targets[:, :-1]], dim=1)


def training_step(decoder, optimizer, state, targets, start, pad):
    decoder.train()
    optimizer.zero_grad()
    total, count = 0.0, 0
    for token, target in zip(shift_right(targets, start).split(1, dim=1), targets.unbind(dim=1), strict=True):
        logits, state = decoder(token, state)
        total = total + F.cross_entropy(logits[:, 0], target, ignore_index=pad, reduction="sum")
        count = count + (target != pad).sum()
    loss = total / count
    loss.backward()
    optimizer.step()
    return loss.item()


def generate(decoder, state, start, n_new):
    was_training = decoder.training
    decoder.train(False)
    generated = torch.empty(state.shape[1], n_new, dtype=torch.int64, device=state.device)
    token = torch.full_like(generated[:, :1], start)
    with torch.no_grad():
        for t in range(n_new):
            logits, state = decoder(token, state)
            token = logits[:, -1].argmax(dim=1, keepdim=True)
            generated[:, t : t + 1] = token
    decoder.train(was_training)
    return generated
