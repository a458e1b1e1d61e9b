"""Samples of a class that is asked for

A denoiser that was trained with and without labels gives two answers to the same noisy code. The difference between them says what makes
this class this class; follow it further than the denoiser would, and the samples become clearer. This is how a text decides what Stable
Diffusion draws.

Write two functions. `denoiser(x, steps, labels)` gives the noise in x (N, …); steps and labels are integers of shape (N,), and the label
`null` stands for "no class".

`guided_noise(denoiser, x, steps, labels, null, weight)` returns

    uncond + weight · (cond − uncond)

where cond is the denoiser's answer for the labels, and uncond the one for `null`. One call of the denoiser for both, with a batch of 2N,
or two calls: both are right. Gradients flow through it, to x and to the denoiser.

`guided_sample(denoiser, space, labels, shape, alpha_bars, steps, weight, null)` returns a picture for each label:

1. x starts as standard normal noise, (N, *shape), with dtype and device of `alpha_bars`, which has the shape (T,).
2. `steps` is a list of ints, falling, such as [9, 6, 3, 0]: the steps at which the denoiser is asked. It need not hold all steps. For
   each step t:
   - predicted = `guided_noise(…)` at step t.
   - start = (x − √(1 − ᾱ_t) · predicted) / √ᾱ_t, what the code would be without this noise.
   - x = √ᾱ_s · start + √(1 − ᾱ_s) · predicted, where s is the **next step of the list**. After the last one ᾱ_s is 1, so that x is start.

   No new noise is added: this is DDIM, and what comes out is decided by the noise of line 1.
3. `space.decode(x)`, once, at the end, gives the pictures.

What must hold besides: the denoiser works in evaluation mode and is afterwards in the mode it came in; no graph is recorded; labels are
not changed.

Example:

    labels = torch.arange(4).repeat_interleave(8)        # eight of each class
    pictures = guided_sample(denoiser, space, labels, (4, 2, 2), alpha_bars, [9, 6, 3, 0], weight=3.0, null=4)
"""

import torch
from torch import nn


def guided_noise(denoiser: nn.Module, x: torch.Tensor, steps: torch.Tensor, labels: torch.Tensor, null: int, weight: float) -> torch.Tensor:
    raise NotImplementedError  # TODO


def guided_sample(
    denoiser: nn.Module,
    space,
    labels: torch.Tensor,
    shape: tuple[int, ...],
    alpha_bars: torch.Tensor,
    steps: list[int],
    weight: float,
    null: int,
) -> torch.Tensor:
    raise NotImplementedError  # TODO
