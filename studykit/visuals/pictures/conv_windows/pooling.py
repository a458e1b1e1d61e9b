"""Records what the submission's poolings make of one image, and which pixels each of their numbers reads."""

from studykit.visuals.pictures.conv_windows.windows import IMAGE, impulses, read_pixels, table

KERNEL, OPTIONS = (2, 3), {"padding": (0, 1)}


def test_the_maps_and_their_windows(probes, record, device):
    """`max_pool2d` and `avg_pool2d` give a map for each image."""
    image = IMAGE[None, None].to(device)
    largest, means = (probes.pooled(name, image, KERNEL, **OPTIONS) for name in ("max_pool2d", "avg_pool2d"))
    seen = probes.pooled("max_pool2d", impulses().to(device), KERNEL, **OPTIONS)
    record(
        message="Pooling keeps one value of each window, its maximum or mean; here the windows do not overlap",
        image=IMAGE,
        kernel=[],
        maps={"max-pooled map": table(largest), "average-pooled map": table(means)},
        reads=read_pixels(seen),
    )
