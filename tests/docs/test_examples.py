"""The example runs as its own words say, from the solutions alone; a short training shows that each step is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "latent_diffusion.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(EXAMPLE), *arguments], capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.validate
def test_latent_diffusion_trains_samples_and_draws(tmp_path: Path) -> None:
    picture = tmp_path / "samples.png"
    ran = run("--steps", "300", "--out", str(picture))

    assert ran.returncode == 0, ran.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
    nearest = [float(share) for share in re.findall(r"([\d.]+)% nearest to the requested class", ran.stdout)]
    samples, noise = nearest[:5], nearest[-1]
    # A tenth of the training; of five classes, chance and decoded noise hit one.
    assert sum(samples) / 5 > 60
    assert noise < 40


def test_a_folder_without_solutions_is_named(tmp_path: Path) -> None:
    ran = run("--solutions", str(tmp_path))

    assert ran.returncode == 1
    assert ran.stderr.startswith(f"no solution at {tmp_path}")
    assert "Traceback" not in ran.stderr
