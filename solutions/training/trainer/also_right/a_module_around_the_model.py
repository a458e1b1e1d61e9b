"""A module that contains the model; it steps with a closure, validates in inference mode, and loads into the existing lists."""

import io
from pathlib import Path

import torch
from torch import nn


class Trainer(nn.Module):
    def __init__(self, model, loss_fn, optimizer, seed=0):
        super().__init__()
        self.net, self.loss_fn, self.optimizer, self.seed = model, loss_fn, optimizer, seed
        self.history = {"train": [], "valid": []}

    @property
    def device(self):
        return next(self.net.parameters()).device

    def fit(self, train_loader, valid_loader, n_epochs):
        done = len(self.history["valid"])
        for epoch in range(done, done + n_epochs):
            torch.manual_seed(self.seed + epoch)
            self.net.train()
            train_losses = [(self.step(x.to(self.device), y.to(self.device)), len(x)) for x, y in train_loader]
            self.net.eval()
            with torch.inference_mode():
                valid_losses = [(self.loss_fn(self.net(x.to(self.device)), y.to(self.device)).item(), len(x)) for x, y in valid_loader]
            for name, pairs in (("train", train_losses), ("valid", valid_losses)):
                self.history[name].append(sum(loss * size for loss, size in pairs) / sum(size for _, size in pairs))

    def step(self, x, y):
        def closure():
            self.optimizer.zero_grad(set_to_none=False)
            loss = self.loss_fn(self.net(x), y)
            loss.backward()
            return loss

        return self.optimizer.step(closure).item()

    def predict(self, x):
        modes = {module: module.training for module in self.net.modules()}
        self.net.eval()
        with torch.no_grad():
            output = self.net(x.to(self.device))
        for module, mode in modes.items():
            module.training = mode
        return output

    def save(self, path):
        buffer = io.BytesIO()
        torch.save([self.net.state_dict(), self.optimizer.state_dict(), self.history["train"], self.history["valid"], self.seed], buffer)
        Path(path).write_bytes(buffer.getvalue())

    def load(self, path):
        model, optimizer, train, valid, self.seed = torch.load(path, map_location=self.device, weights_only=True)
        self.net.load_state_dict(model)
        self.optimizer.load_state_dict(optimizer)
        self.history["train"][:], self.history["valid"][:] = train, valid
