"""Trains a small latent diffusion model with the code of the solutions, and plots a row of its samples for each class.

    python examples/latent_diffusion.py [--out docs/latent_diffusion.png] [--steps 3000]

A variational autoencoder (VAE) encodes images of 16 × 16 pixels to latents of 32 values. A denoiser learns to predict the noise in noisy
latents. A sampler starts from noise and a class, and decodes the final latents. Layers, losses, schedule, training step and samplers come
from the solutions. Only the data, the two networks built from these layers, and the plot are written here. It takes one to two minutes on
an idle CPU, and needs matplotlib (`pip install 'studykit[plots]'`).
"""

import argparse
import importlib.util
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import nn
from torch.nn.functional import mse_loss, silu

ROOT = Path(__file__).resolve().parent.parent
CLASSES = ["disc", "ring", "square", "cross", "triangle"]
NO_CLASS = len(CLASSES)
SIZE = 16
LATENT_SHAPE = torch.Size((2, SIZE // 4, SIZE // 4))
RADII = (4.2, 5.8)
SHIFT = 1.5  # largest distance of a shape from the center
N_TIMESTEPS = 200
SAMPLING_TIMESTEPS = list(range(N_TIMESTEPS - 1, -1, -4))
GUIDANCE_SCALE = 1.5
SAMPLES_PER_CLASS = 100


def main() -> None:
    args = arguments()
    if importlib.util.find_spec("matplotlib") is None:
        raise SystemExit("matplotlib is missing, which draws the plot: pip install 'studykit[plots]'")
    solution = Solutions(args.solutions)
    # One thread gives the same results on every run, and with layers this small two are hardly faster.
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    clock = Clock()

    images, labels = random_shapes(10000)
    new_images, new_labels = random_shapes(500)
    autoencoder = ImageVAE(solution)
    train_autoencoder(autoencoder, images, n_steps=args.steps // 3)
    space = solution("latent/latent_space").LatentSpace(autoencoder, images, batch_size=500)
    error = mse_loss(space.decode(space.encode(new_images)), new_images)
    clock.say(
        f"autoencoder: {LATENT_SHAPE.numel()} values for {SIZE**2} pixels, squared error {error:.4f}; image variance {images.var():.2f}"
    )

    schedule = solution("diffusion/noise_schedule")
    betas = schedule.linear_betas(N_TIMESTEPS, 5e-4, 0.1)
    alphas_cumprod = schedule.alpha_bars(betas)
    denoiser = Denoiser(solution)
    train_denoiser(solution, denoiser, space, images, labels, alphas_cumprod, args.steps)
    with torch.no_grad():
        loss = solution("diffusion/ddpm_loss").denoising_loss(WithLabels(denoiser, new_labels), space.encode(new_images), alphas_cumprod)
    clock.say(f"denoiser:    loss {loss:.3f} on new images (one that always outputs 0 has 1)")

    wanted = torch.arange(len(CLASSES)).repeat_interleave(SAMPLES_PER_CLASS)
    guided_sample = solution("latent/classifier_free_guidance").guided_sample
    samples = guided_sample(denoiser, space, wanted, LATENT_SHAPE, alphas_cumprod, SAMPLING_TIMESTEPS, GUIDANCE_SCALE, NO_CLASS)
    clock.say(f"{len(samples)} samples, {len(SAMPLING_TIMESTEPS)} steps each, guidance scale {GUIDANCE_SCALE}")
    for label, name in enumerate(CLASSES):
        clock.say(f"    {name:9s} {judged(samples[wanted == label], wanted[wanted == label])}")
    compare(
        clock, space, solution("diffusion/sampling_loop").sample(WithLabels(denoiser, wanted), (len(wanted), *LATENT_SHAPE), betas), wanted
    )
    draw(args.out, samples, images, labels)
    clock.say(f"written: {args.out}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train a small latent diffusion model from the solutions and draw its samples.")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "latent_diffusion.png", help="where to save the plot")
    parser.add_argument(
        "--steps", type=int, default=3000, help="training steps of the denoiser; the autoencoder is trained for a third as many"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--solutions", type=Path, default=ROOT / "solutions", help="the folder with the solutions")
    return parser.parse_args()


class Solutions:
    """Imports the solutions of exercises from their folder: `solution("diffusion/sampling_loop").sample`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, exercise: str) -> ModuleType:
        path = self.folder / exercise / "solution.py"
        if not path.exists():
            raise SystemExit(f"no solution at {path}; --solutions names the folder that contains them")
        spec = importlib.util.spec_from_file_location(exercise.replace("/", "_"), path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


class Clock:
    """Prints messages with the seconds since the start."""

    def __init__(self) -> None:
        self.started = time.perf_counter()

    def say(self, text: str) -> None:
        print(f"{time.perf_counter() - self.started:5.0f} s  {text}", flush=True)  # noqa: T201 - a script speaks to its caller


# The data


def random_shapes(n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """n images (n, 1, 16, 16) of shapes of random position and size, and their classes (n,)."""
    labels = torch.randint(len(CLASSES), (n,))
    centers = SIZE / 2 + SHIFT * (2 * torch.rand(n, 2) - 1)
    return draw_shapes(labels, centers, RADII[0] + (RADII[1] - RADII[0]) * torch.rand(n)), labels


def draw_shapes(labels: torch.Tensor, centers: torch.Tensor, radii: torch.Tensor) -> torch.Tensor:
    """Images with −1 for the background and 1 for the shape, with a soft edge where the signed distance is 0."""
    grid = torch.arange(SIZE) + 0.5
    y, x, r = grid[:, None] - centers[:, :1, None], grid - centers[:, 1:, None], radii[:, None, None]
    around, far, near = x.hypot(y), torch.maximum(x.abs(), y.abs()), torch.minimum(x.abs(), y.abs())
    distances = [
        around - r,  # disc
        (around - r).abs() - 1.1,  # ring
        far - 0.85 * r,  # square
        torch.maximum(near - 1.1, far - r),  # cross
        torch.maximum(y - 0.75 * r, 0.85 * x.abs() - 0.5 * y - 0.6 * r),  # triangle
    ]
    distance = torch.stack(distances)[labels, torch.arange(len(labels))]
    return (-2 * distance).clamp(-1, 1).unsqueeze(1)


# The two networks


class ImageVAE(nn.Module):
    """The residual autoencoder of the exercises, whose encoder has twice as many output channels: means and log-variances."""

    def __init__(self, solution: Solutions) -> None:
        super().__init__()
        whole = solution("autoencoders/residual_autoencoder").ResidualAutoencoder
        self.gaussian = solution("autoencoders/reparameterization")
        self.encoder, self.decoder = whole(1, 16, 2 * LATENT_SHAPE[0]).encoder, whole(1, 16, LATENT_SHAPE[0]).decoder

    def encode(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        mu, logvar = self.encoder(images).chunk(2, dim=1)
        return mu, logvar

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        decoded: torch.Tensor = self.decoder(latents)
        return decoded

    def loss(self, images: torch.Tensor) -> torch.Tensor:
        """Squared error plus a small KL divergence: the latents should be regular, but need not be standard normal."""
        mu, logvar = self.encode(images)
        latents = self.gaussian.reparameterise(mu, logvar, self.training)
        kl = self.gaussian.kl_to_standard_normal(mu.flatten(1), logvar.flatten(1)).mean()
        return mse_loss(self.decode(latents), images) + 3e-4 * kl


class Denoiser(nn.Module):
    """Three residual layers on flattened latents, each conditioned on the timestep and the class."""

    def __init__(self, solution: Solutions, n_hidden: int = 256, width: int = 64) -> None:
        super().__init__()
        self.embed, self.width = solution("diffusion/timestep_embedding").step_embedding, width
        self.input, self.output = nn.Linear(LATENT_SHAPE.numel(), n_hidden), nn.Linear(n_hidden, LATENT_SHAPE.numel())
        self.step, self.label = nn.Linear(width, n_hidden), nn.Embedding(len(CLASSES) + 1, n_hidden)
        self.hidden = nn.ModuleList(nn.Linear(n_hidden, n_hidden) for _ in range(3))

    def forward(self, x: torch.Tensor, timesteps: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        condition = silu(self.step(self.embed(timesteps, self.width)) + self.label(labels))
        h = self.input(x.flatten(1))
        for layer in self.hidden:
            h = h + layer(silu(h + condition))
        return self.output(silu(h)).reshape(x.shape)


class WithLabels(nn.Module):
    """A denoiser with fixed labels, for functions that pass no labels."""

    def __init__(self, denoiser: Denoiser, labels: torch.Tensor) -> None:
        super().__init__()
        self.denoiser, self.labels = denoiser, labels

    def forward(self, x: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
        noise_pred: torch.Tensor = self.denoiser(x, timesteps, self.labels)
        return noise_pred


# Training


def train_autoencoder(model: ImageVAE, images: torch.Tensor, n_steps: int) -> None:
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    slower = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, n_steps)
    for _ in range(n_steps):
        optimizer.zero_grad()
        model.loss(images[torch.randint(len(images), (64,))]).backward()
        optimizer.step()
        slower.step()


def train_denoiser(
    solution: Solutions,
    denoiser: Denoiser,
    space: Any,
    images: torch.Tensor,
    labels: torch.Tensor,
    alphas_cumprod: torch.Tensor,
    n_steps: int,
) -> None:
    latent_step = solution("latent/latent_diffusion_step").latent_step
    optimizer = torch.optim.Adam(denoiser.parameters(), lr=2e-3)
    slower = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, n_steps)
    for _ in range(n_steps):
        idx = torch.randint(len(images), (256,))
        latent_step(denoiser, optimizer, space, images[idx], labels[idx], alphas_cumprod, NO_CLASS, 0.1)
        slower.step()


# Evaluation by nearest templates, without a network


def nearest_shapes(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The class of the nearest template over all classes, positions and sizes, and its distance: the root mean squared difference."""
    positions = torch.linspace(SIZE / 2 - SHIFT, SIZE / 2 + SHIFT, 13)
    y, x, radii, labels = torch.meshgrid(positions, positions, torch.linspace(*RADII, 9), torch.arange(float(len(CLASSES))), indexing="ij")
    templates = draw_shapes(labels.flatten().long(), torch.stack([y.flatten(), x.flatten()], dim=1), radii.flatten())
    distances, which = torch.cdist(images.flatten(1), templates.flatten(1)).min(dim=1)
    return labels.flatten().long()[which], distances / SIZE


def compare(clock: Clock, space: Any, ancestral: torch.Tensor, wanted: torch.Tensor) -> None:
    """The same evaluation of other images: samples of the DDPM sampler, real images with and without the autoencoder, and decoded noise."""
    new_images, new_labels = random_shapes(500)
    clock.say("For comparison")
    clock.say(f"    DDPM, all {N_TIMESTEPS} timesteps, no guidance: {judged(space.decode(ancestral), wanted)}")
    clock.say(f"    new images: {judged(new_images, new_labels)}")
    clock.say(f"    new images through the autoencoder: {judged(space.decode(space.encode(new_images)), new_labels)}")
    clock.say(f"    decoded noise: {judged(space.decode(torch.randn_like(ancestral)), wanted)}")


def judged(images: torch.Tensor, wanted: torch.Tensor) -> str:
    predicted, distances = nearest_shapes(images)
    return f"{(predicted == wanted).float().mean():.1%} nearest to the requested class, mean distance {distances.mean():.3f}"


def draw(out: Path, samples: torch.Tensor, images: torch.Tensor, labels: torch.Tensor) -> None:
    """A row for each class: two training images, then samples."""
    import matplotlib  # needed only for the plot

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    n_samples = 10
    figure, axes = plt.subplots(len(CLASSES), 3 + n_samples, figsize=(8.2, 3.6), width_ratios=[1, 1, 0.35] + [1] * n_samples)
    for label, (name, row) in enumerate(zip(CLASSES, axes, strict=True)):
        data, drawn = images[labels == label][:2], samples.split(SAMPLES_PER_CLASS)[label][:n_samples]
        for axis in row:
            axis.set_axis_off()
        for axis, image in zip([*row[:2], *row[3:]], torch.cat([data, drawn]), strict=True):
            axis.imshow(image[0].clamp(-1, 1), cmap="gray", vmin=-1, vmax=1)
        row[0].text(-0.25, 0.5, name, transform=row[0].transAxes, ha="right", va="center")
    axes[0, 0].text(1.05, 1.2, "data", transform=axes[0, 0].transAxes, ha="center")
    axes[0, 3].text(0, 1.2, "samples of the latent diffusion model, conditioned on the class", transform=axes[0, 3].transAxes)
    figure.subplots_adjust(left=0.09, right=0.99, bottom=0.02, top=0.9, wspace=0.08, hspace=0.08)
    out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=120)


if __name__ == "__main__":
    main()
