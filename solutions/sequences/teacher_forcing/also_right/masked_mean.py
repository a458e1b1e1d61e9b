"""Log-softmax, `gather` of the targets' log-probabilities, and a mask for the mean."""

import torch


def shift_right(targets, start):
    inputs = targets.roll(1, dims=1)
    inputs[:, 0] = start
    return inputs


def training_step(decoder, optimizer, state, targets, start, pad):
    decoder.train()
    logits = decoder(shift_right(targets, start), state)[0]
    losses = -logits.log_softmax(dim=-1).gather(2, targets[..., None])[..., 0]
    mask = targets != pad
    loss = (losses * mask).sum() / mask.sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())


@torch.inference_mode()
def generate(decoder, state, start, n_new):
    was_training = decoder.training
    decoder.eval()
    generated = [torch.full_like(state[0, :, :1], start, dtype=torch.int64)]
    while len(generated) <= n_new:
        logits, state = decoder(generated[-1], state)
        generated.append(logits[:, -1:].argmax(dim=-1))
    decoder.train(was_training)
    return torch.cat(generated[1:], dim=1)
