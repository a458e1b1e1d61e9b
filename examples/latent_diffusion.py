"""Trains a small latent diffusion model from the solutions of the exercises alone, and draws a row of its samples for each class.

    python examples/latent_diffusion.py [--out docs/latent_diffusion.png] [--steps 3000]

A variational autoencoder makes a picture of 16 × 16 numbers into a code of 32; a denoiser learns, on the codes, which noise was mixed in; a
sampler starts from noise, is told a class, and decodes what it arrives at. Layers, losses, schedule, training step and samplers come from
the solutions; only the data, the two networks that put the layers together, and the picture are written here. It takes one to two minutes
on a processor that is otherwise idle, and needs matplotlib (`pip install 'studykit[plots]'`).
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
CODE = torch.Size((2, SIZE // 4, SIZE // 4))
RADII = (4.2, 5.8)
SHIFT = 1.5  # how far from the middle a shape may lie
NOISE_STEPS = 200
ASKED_STEPS = list(range(NOISE_STEPS - 1, -1, -4))
GUIDANCE = 1.5
JUDGED_A_CLASS = 100


def main() -> None:
    asked = arguments()
    if importlib.util.find_spec("matplotlib") is None:
        raise SystemExit("matplotlib is missing, which draws the picture: pip install 'studykit[plots]'")
    solution = Solutions(asked.solutions)
    # One thread gives the same numbers on every run, and with layers this small two are hardly faster.
    torch.set_num_threads(1)
    torch.manual_seed(asked.seed)
    clock = Clock()

    images, labels = random_shapes(10000)
    new_images, new_labels = random_shapes(500)
    autoencoder = PictureVAE(solution)
    train_autoencoder(autoencoder, images, n_steps=asked.steps // 3)
    space = solution("latent/latent_space").LatentSpace(autoencoder, images, batch_size=500)
    error = mse_loss(space.decode(space.encode(new_images)), new_images)
    clock.say(f"autoencoder: {CODE.numel()} numbers for {SIZE**2}, squared error {error:.4f}; the variance of shapes is {images.var():.2f}")

    schedule = solution("diffusion/noise_schedule")
    betas = schedule.linear_betas(NOISE_STEPS, 5e-4, 0.1)
    alpha_bars = schedule.alpha_bars(betas)
    denoiser = Denoiser(solution)
    train_denoiser(solution, denoiser, space, images, labels, alpha_bars, asked.steps)
    with torch.no_grad():
        loss = solution("diffusion/ddpm_loss").denoising_loss(WithLabels(denoiser, new_labels), space.encode(new_images), alpha_bars)
    clock.say(f"denoiser:    loss {loss:.3f} on new shapes (one that knows nothing has 1)")

    wanted = torch.arange(len(CLASSES)).repeat_interleave(JUDGED_A_CLASS)
    guided_sample = solution("latent/classifier_free_guidance").guided_sample
    samples = guided_sample(denoiser, space, wanted, CODE, alpha_bars, ASKED_STEPS, GUIDANCE, NO_CLASS)
    clock.say(f"{len(samples)} samples, {len(ASKED_STEPS)} steps each, guidance {GUIDANCE}")
    for label, name in enumerate(CLASSES):
        clock.say(f"    {name:9s} {judged(samples[wanted == label], wanted[wanted == label])}")
    compare(clock, space, solution("diffusion/sampling_loop").sample(WithLabels(denoiser, wanted), (len(wanted), *CODE), betas), wanted)
    draw(asked.out, samples, images, labels)
    clock.say(f"written: {asked.out}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train a small latent diffusion model from the solutions and draw its samples.")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "latent_diffusion.png", help="where the picture goes")
    parser.add_argument("--steps", type=int, default=3000, help="training steps of the denoiser; the autoencoder gets a third as many")
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
            raise SystemExit(f"no solution at {path}; --solutions names the folder that holds them")
        spec = importlib.util.spec_from_file_location(exercise.replace("/", "_"), path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


class Clock:
    """Says things with the seconds since the start before them."""

    def __init__(self) -> None:
        self.started = time.perf_counter()

    def say(self, text: str) -> None:
        print(f"{time.perf_counter() - self.started:5.0f} s  {text}", flush=True)  # noqa: T201 - a script speaks to its caller


# The data


def random_shapes(n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """n pictures (n, 1, 16, 16) of shapes of random place and size, and their classes (n,)."""
    labels = torch.randint(len(CLASSES), (n,))
    centres = SIZE / 2 + SHIFT * (2 * torch.rand(n, 2) - 1)
    return draw_shapes(labels, centres, RADII[0] + (RADII[1] - RADII[0]) * torch.rand(n)), labels


def draw_shapes(labels: torch.Tensor, centres: torch.Tensor, radii: torch.Tensor) -> torch.Tensor:
    """Pictures with −1 for the ground and 1 for the shape, soft at its border, where the distance from it goes through 0."""
    grid = torch.arange(SIZE) + 0.5
    y, x, r = grid[:, None] - centres[:, :1, None], grid - centres[:, 1:, None], radii[:, None, None]
    around, far, near = x.hypot(y), torch.maximum(x.abs(), y.abs()), torch.minimum(x.abs(), y.abs())
    distances = [
        around - r,  # disc
        (around - r).abs() - 1.1,  # ring
        far - 0.85 * r,  # square
        torch.maximum(near - 1.1, far - r),  # cross
        torch.maximum(y - 0.75 * r, 0.85 * x.abs() - 0.5 * y - 0.6 * r),  # triangle
    ]
    own = torch.stack(distances)[labels, torch.arange(len(labels))]
    return (-2 * own).clamp(-1, 1).unsqueeze(1)


# The two networks


class PictureVAE(nn.Module):
    """The residual autoencoder of the exercises, whose encoder gives twice as many channels: means and log-variances."""

    def __init__(self, solution: Solutions) -> None:
        super().__init__()
        whole = solution("autoencoders/residual_autoencoder").ResidualAutoencoder
        self.gaussian = solution("autoencoders/reparameterization")
        self.encoder, self.decoder = whole(1, 16, 2 * CODE[0]).encoder, whole(1, 16, CODE[0]).decoder

    def encode(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        mu, logvar = self.encoder(images).chunk(2, dim=1)
        return mu, logvar

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        decoded: torch.Tensor = self.decoder(codes)
        return decoded

    def loss(self, images: torch.Tensor) -> torch.Tensor:
        """Squared error of a picture plus a little of the divergence: codes should be smooth, and need not be normal."""
        mu, logvar = self.encode(images)
        codes = self.gaussian.reparameterise(mu, logvar, self.training)
        divergence = self.gaussian.kl_to_standard_normal(mu.flatten(1), logvar.flatten(1)).mean()
        return mse_loss(self.decode(codes), images) + 3e-4 * divergence


class Denoiser(nn.Module):
    """Three residual layers on a flat code, each told the step and the class."""

    def __init__(self, solution: Solutions, n_hidden: int = 256, width: int = 64) -> None:
        super().__init__()
        self.embed, self.width = solution("diffusion/timestep_embedding").step_embedding, width
        self.input, self.output = nn.Linear(CODE.numel(), n_hidden), nn.Linear(n_hidden, CODE.numel())
        self.step, self.label = nn.Linear(width, n_hidden), nn.Embedding(len(CLASSES) + 1, n_hidden)
        self.hidden = nn.ModuleList(nn.Linear(n_hidden, n_hidden) for _ in range(3))

    def forward(self, x: torch.Tensor, steps: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        told = silu(self.step(self.embed(steps, self.width)) + self.label(labels))
        h = self.input(x.flatten(1))
        for layer in self.hidden:
            h = h + layer(silu(h + told))
        return self.output(silu(h)).reshape(x.shape)


class WithLabels(nn.Module):
    """A denoiser that always has these classes in mind, for functions that know of none."""

    def __init__(self, denoiser: Denoiser, labels: torch.Tensor) -> None:
        super().__init__()
        self.denoiser, self.labels = denoiser, labels

    def forward(self, x: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
        answer: torch.Tensor = self.denoiser(x, steps, self.labels)
        return answer


# Training


def train_autoencoder(model: PictureVAE, images: torch.Tensor, n_steps: int) -> None:
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
    alpha_bars: torch.Tensor,
    n_steps: int,
) -> None:
    latent_step = solution("latent/latent_diffusion_step").latent_step
    optimizer = torch.optim.Adam(denoiser.parameters(), lr=2e-3)
    slower = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, n_steps)
    for _ in range(n_steps):
        rows = torch.randint(len(images), (256,))
        latent_step(denoiser, optimizer, space, images[rows], labels[rows], alpha_bars, NO_CLASS, 0.1)
        slower.step()


# The verdict, by a rule that knows no network


def nearest_shapes(pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The class of the nearest exact shape of any class, place and size, and how far it is: the root of the mean squared difference."""
    places = torch.linspace(SIZE / 2 - SHIFT, SIZE / 2 + SHIFT, 13)
    y, x, radii, labels = torch.meshgrid(places, places, torch.linspace(*RADII, 9), torch.arange(float(len(CLASSES))), indexing="ij")
    exact = draw_shapes(labels.flatten().long(), torch.stack([y.flatten(), x.flatten()], dim=1), radii.flatten())
    distances, which = torch.cdist(pictures.flatten(1), exact.flatten(1)).min(dim=1)
    return labels.flatten().long()[which], distances / SIZE


def compare(clock: Clock, space: Any, ancestral: torch.Tensor, wanted: torch.Tensor) -> None:
    """The same verdict on other pictures: samples of the other sampler, real shapes as far as codes can hold them, and noise."""
    new_images, new_labels = random_shapes(500)
    clock.say("For comparison")
    clock.say(f"    all {NOISE_STEPS} steps, with new noise in each and no guidance: {judged(space.decode(ancestral), wanted)}")
    clock.say(f"    new shapes: {judged(new_images, new_labels)}")
    clock.say(f"    new shapes through the autoencoder: {judged(space.decode(space.encode(new_images)), new_labels)}")
    clock.say(f"    noise, decoded: {judged(space.decode(torch.randn_like(ancestral)), wanted)}")


def judged(pictures: torch.Tensor, wanted: torch.Tensor) -> str:
    found, distances = nearest_shapes(pictures)
    return f"{(found == wanted).float().mean():.1%} nearest to the class asked for, {distances.mean():.3f} from it"


def draw(out: Path, samples: torch.Tensor, images: torch.Tensor, labels: torch.Tensor) -> None:
    """A row for each class: two pictures of the training data, then samples."""
    import matplotlib  # needed for the picture alone

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    n_samples = 10
    figure, axes = plt.subplots(len(CLASSES), 3 + n_samples, figsize=(8.2, 3.6), width_ratios=[1, 1, 0.35] + [1] * n_samples)
    for label, (name, places) in enumerate(zip(CLASSES, axes, strict=True)):
        data, drawn = images[labels == label][:2], samples.split(JUDGED_A_CLASS)[label][:n_samples]
        for place in places:
            place.set_axis_off()
        for place, picture in zip([*places[:2], *places[3:]], torch.cat([data, drawn]), strict=True):
            place.imshow(picture[0].clamp(-1, 1), cmap="gray", vmin=-1, vmax=1)
        places[0].text(-0.25, 0.5, name, transform=places[0].transAxes, ha="right", va="center")
    axes[0, 0].text(1.05, 1.2, "data", transform=axes[0, 0].transAxes, ha="center")
    axes[0, 3].text(0, 1.2, "samples of the latent diffusion model: noise in, and the name of a class", transform=axes[0, 3].transAxes)
    figure.subplots_adjust(left=0.09, right=0.99, bottom=0.02, top=0.9, wspace=0.08, hspace=0.08)
    out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=120)


if __name__ == "__main__":
    main()
