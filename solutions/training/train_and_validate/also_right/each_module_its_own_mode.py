"""The mode of each module is restored; gradients come from `torch.autograd.grad`, and the means from tensors on the CPU."""

import torch


def fit(model, loss_fn, optimizer, train_loader, valid_loader, n_epochs):
    modes = {module: module.training for module in model.modules()}
    parameters = list(model.parameters())
    train, valid = [], []
    for _ in range(n_epochs):
        model.train()
        total, n_samples = torch.zeros((), dtype=torch.float64), 0
        for x, y in train_loader:
            loss = loss_fn(model(x), y)
            for p, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
                p.grad = gradient
            optimizer.step()
            total += loss.detach().cpu() * y.size(0)
            n_samples += y.size(0)
        train.append((total / n_samples).item())
        model.eval()
        with torch.inference_mode():
            means = torch.stack([loss_fn(model(x), y) for x, y in valid_loader]).cpu().double()
        sizes = torch.tensor([len(x) for x, _ in valid_loader], dtype=torch.float64)
        valid.append(float(means @ sizes / sizes.sum()))
    for module, mode in modes.items():
        module.training = mode
    return {"train": train, "valid": valid, "best": sorted(range(n_epochs), key=lambda epoch: (valid[epoch], epoch))[0]}
