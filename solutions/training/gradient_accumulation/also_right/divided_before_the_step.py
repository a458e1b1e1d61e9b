"""Sums of losses are backpropagated, and the gradients are divided by the number of samples before the step, as when it is unknown."""


def train_epoch(model, optimizer, loss_fn, batches, accumulate):
    losses = []
    summed, samples = 0.0, 0
    optimizer.zero_grad()
    for i, (x, y) in enumerate(batches, start=1):
        loss = loss_fn(model(x), y) * len(x)
        loss.backward()
        summed += loss.item()
        samples += len(x)
        if i % accumulate == 0 or i == len(batches):
            for p in model.parameters():
                if p.grad is not None:
                    p.grad.div_(samples)
            optimizer.step()
            optimizer.zero_grad()
            losses.append(summed / samples)
            summed, samples = 0.0, 0
    return losses
