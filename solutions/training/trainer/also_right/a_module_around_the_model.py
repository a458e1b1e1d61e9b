"""A module that holds the model, steps with a closure, validates in inference mode, and keeps its lists when it loads."""

import io
from pathlib import Path

import torch
from torch import nn


class Trainer(nn.Module):
    def __init__(self, model, loss_fn, optimizer, seed=0):
        super().__init__()
        self.net, self.cost, self.stepper, self.seed = model, loss_fn, optimizer, seed
        self.history = {"train": [], "valid": []}

    @property
    def device(self):
        return next(self.net.parameters()).device

    def fit(self, train_loader, valid_loader, n_epochs):
        done = len(self.history["valid"])
        for epoch in range(done, done + n_epochs):
            torch.manual_seed(self.seed + epoch)
            self.net.train()
            learned = [(self.step(x.to(self.device), y.to(self.device)), len(x)) for x, y in train_loader]
            self.net.eval()
            with torch.inference_mode():
                judged = [(self.cost(self.net(x.to(self.device)), y.to(self.device)).item(), len(x)) for x, y in valid_loader]
            for name, pairs in (("train", learned), ("valid", judged)):
                self.history[name].append(sum(loss * rows for loss, rows in pairs) / sum(rows for _, rows in pairs))

    def step(self, x, y):
        def closure():
            self.stepper.zero_grad(set_to_none=False)
            loss = self.cost(self.net(x), y)
            loss.backward()
            return loss

        return self.stepper.step(closure).item()

    def predict(self, x):
        modes = {module: module.training for module in self.net.modules()}
        self.net.eval()
        with torch.no_grad():
            output = self.net(x.to(self.device))
        for module, mode in modes.items():
            module.training = mode
        return output

    def save(self, path):
        memory = io.BytesIO()
        torch.save([self.net.state_dict(), self.stepper.state_dict(), self.history["train"], self.history["valid"], self.seed], memory)
        Path(path).write_bytes(memory.getvalue())

    def load(self, path):
        model, stepper, train, valid, self.seed = torch.load(path, map_location=self.device, weights_only=True)
        self.net.load_state_dict(model)
        self.stepper.load_state_dict(stepper)
        self.history["train"][:], self.history["valid"][:] = train, valid
