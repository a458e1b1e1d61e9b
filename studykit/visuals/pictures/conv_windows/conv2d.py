"""Records what the submission's convolution makes of one image, and which pixels each of its numbers reads."""

import torch

from studykit.visuals.pictures.conv_windows.windows import IMAGE, impulses, read_pixels, table

KERNEL = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
OPTIONS = {"stride": (1, 2), "padding": (1, 0)}


def test_the_map_and_its_windows(probes, record, device):
    """`conv2d` gives a map for each image."""
    output = probes.output(IMAGE[None, None].to(device), KERNEL[None, None].to(device), **OPTIONS)
    # Ones, so that no pixel hides behind a weight of zero.
    seen = probes.output(impulses().to(device), torch.ones(1, 1, 3, 3, device=device), **OPTIONS)
    record(
        message="Each value of the feature map is the sum of one window of the image times the kernel; here the stride is (1, 2)",
        image=IMAGE,
        kernel=KERNEL,
        maps={"feature map": table(output)},
        reads=read_pixels(seen),
    )
