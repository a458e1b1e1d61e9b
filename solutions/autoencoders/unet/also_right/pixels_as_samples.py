"""For the loss the pixels are flattened into one batch of samples; argmax of the probabilities is argmax of the logits."""

import torch
import torch.nn.functional as F
from torch import nn


def block(c_in: int, c_out: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(c_in, c_out, 3, padding=1, bias=False), nn.BatchNorm2d(c_out), nn.ReLU())


class UNet(nn.Module):
    def __init__(self, c_in: int, n_classes: int, width: int) -> None:
        super().__init__()
        widths = [width, width * 2, width * 4]
        self.down1 = block(c_in, widths[0])
        self.down2 = block(widths[0], widths[1])
        self.bottom = block(widths[1], widths[2])
        self.up2 = nn.ConvTranspose2d(widths[2], widths[1], kernel_size=2, stride=2)
        self.merge2 = block(widths[2], widths[1])
        self.up1 = nn.ConvTranspose2d(widths[1], widths[0], kernel_size=2, stride=2)
        self.merge1 = block(widths[1], widths[0])
        self.head = nn.Conv2d(widths[0], n_classes, kernel_size=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        skip1 = self.down1(x)
        skip2 = self.down2(F.max_pool2d(skip1, kernel_size=2, stride=2))
        h = self.up2(self.bottom(F.max_pool2d(skip2, kernel_size=2, stride=2)))
        h = F.pad(h, (0, skip2.size(-1) - h.size(-1), 0, skip2.size(-2) - h.size(-2)))
        h = self.up1(self.merge2(torch.cat([skip2, h], dim=-3)))
        h = F.pad(h, (0, skip1.size(-1) - h.size(-1), 0, skip1.size(-2) - h.size(-2)))
        return self.head(self.merge1(torch.cat([skip1, h], dim=-3)))


def segmentation_loss(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    pixels = logits.movedim(1, -1).flatten(0, 2)
    return nn.CrossEntropyLoss()(pixels, target.reshape(-1))


@torch.no_grad()
def segment(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    was_training = model.training
    model.train(False)
    probabilities = F.softmax(model(x), dim=1)
    if was_training:
        model.train()
    return torch.argmax(probabilities, 1)
