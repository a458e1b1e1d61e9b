"""GAN losses: minimax, saturating and non-saturating

Write the three functions below. Each returns a scalar tensor (shape `()`) to be minimized.

In a generative adversarial network (GAN) the discriminator learns to distinguish real samples from generated (fake) ones, and the generator
learns to fool it. The discriminator outputs a **logit** per sample; D = sigmoid(logit) is the probability that the sample is real. The form
of the generator's loss decides how much gradient it gets while the discriminator still recognizes its samples.

- `discriminator_loss(real_logits, fake_logits)`: the mean of −ln D over the real samples, plus the mean of −ln(1 − D) over the fake ones.
  The two batches may have different sizes.
- `generator_loss(fake_logits)`: the mean of −ln D over the fake samples, the non-saturating loss.
- `saturating_loss(fake_logits)`: the mean of ln(1 − D) over the fake samples, the generator's part of the minimax objective.

Requirements:

- Logits have any shape, such as (N,), (N, 1) or (N, 1, H, W); the mean is over all elements. They are not modified.
- The result has the logits' dtype, and gradients flow to all logits.
- The losses are numerically stable for logits of ±200, also in float32: at a fake sample's logit of −200, the non-saturating loss is 200
  and its gradient −1.

Example:

    zeros = torch.zeros(4, 1)                # D = 1/2 everywhere: the discriminator cannot distinguish them
    discriminator_loss(zeros, zeros)         # 2 · ln 2 = 1.3863
    generator_loss(zeros)                    # 0.6931
    saturating_loss(zeros)                   # -0.6931
"""

import torch


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
