"""The two losses of a GAN

A generative adversarial network has no target to compare its samples with: one network, the discriminator, learns to tell real samples
from made ones, and what it says is the loss of the other, the generator. The form of that loss decides whether a generator that is still
bad learns anything at all.

The discriminator gives a **logit** for each sample; D = sigmoid(logit) is the probability that the sample is real. Write three functions,
each to be minimised and each giving a single number (shape `()`):

- `discriminator_loss(real_logits, fake_logits)`: the mean of −ln D over the real samples, plus the mean of −ln(1 − D) over the made ones.
  The two batches need not have the same size.
- `generator_loss(fake_logits)`: the mean of −ln D over the made samples. This one is called non-saturating.
- `saturating_loss(fake_logits)`: the mean of ln(1 − D) over the made samples, which is the generator's part of the game on paper.

What must hold besides:

- Logits come in any shape, such as (N,), (N, 1) or a map (N, 1, H, W); the mean is over all of them. They are not changed.
- The result has their dtype, and sends its gradient to every logit it was given.
- Logits of ±200 are nothing special, in float32 either: where the logit of a made sample is −200, the non-saturating loss is 200 and its
  gradient −1.

Example:

    zeros = torch.zeros(4, 1)                # D = 1/2 everywhere: the discriminator cannot tell
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
