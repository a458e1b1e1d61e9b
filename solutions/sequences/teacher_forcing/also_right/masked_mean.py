"""The logarithms of all probabilities, those of the targets picked, and a mask for the mean."""

import torch


def shift_right(targets, start):
    read = targets.roll(1, dims=1)
    read[:, 0] = start
    return read


def training_step(decoder, optimizer, state, targets, start, pad):
    decoder.train()
    logits = decoder(shift_right(targets, start), state)[0]
    costs = -logits.log_softmax(dim=-1).gather(2, targets[..., None])[..., 0]
    counts = targets != pad
    loss = (costs * counts).sum() / counts.sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())


@torch.inference_mode()
def generate(decoder, state, start, n_new):
    was_training = decoder.training
    decoder.eval()
    said = [torch.full_like(state[0, :, :1], start, dtype=torch.int64)]
    while len(said) <= n_new:
        logits, state = decoder(said[-1], state)
        said.append(logits[:, -1:].argmax(dim=-1))
    decoder.train(was_training)
    return torch.cat(said[1:], dim=1)
