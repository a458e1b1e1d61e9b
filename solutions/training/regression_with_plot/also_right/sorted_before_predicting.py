"""x is sorted before predicting; for the loss, targets and predictions are both 1-D, of shape (N,)."""

import numpy as np
import torch
from torch import nn


def fit(model, x, y, lr, n_steps):
    inputs, targets = torch.as_tensor(x).float(), torch.as_tensor(y).float()
    optimizer, history = torch.optim.SGD(model.parameters(), lr), []
    optimizer.zero_grad()
    for _ in range(n_steps):
        loss = nn.MSELoss()(model(inputs).flatten(), targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        history += [loss.item()]
    return history


@torch.inference_mode()
def predict(model, x):
    return np.array(model(torch.as_tensor(x, dtype=torch.float32)).flatten().tolist(), dtype=np.float32)


def draw(plt, model, x, y):
    x_sorted = np.sort(x, axis=0)
    plt.scatter(x.ravel(), y, marker="x")
    plt.plot(x_sorted[:, 0], predict(model, x_sorted))
    plt.title("fit")
    plt.show()
