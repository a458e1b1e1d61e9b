"""The formulas are right on paper. In the machine sigmoid(−200) is 0 and sigmoid(200) is 1 in float32, and ln 0 is
infinite, with a gradient that is no number. Put the two steps into one: `softplus`, `logsigmoid` or
`binary_cross_entropy_with_logits`.

Cards: gan/logits-not-probabilities, classification/bce-with-logits
"""

import torch


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return -real_logits.sigmoid().log().mean() - (1 - fake_logits.sigmoid()).log().mean()


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -fake_logits.sigmoid().log().mean()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return (1 - fake_logits.sigmoid()).log().mean()
