"""Records what the submission's poolings make of one image, and which pixels each of their numbers reads."""

from studykit.visuals.pictures.conv_windows.windows import IMAGE, impulses, read_pixels, table

KERNEL, OPTIONS = (2, 3), {"padding": (0, 1)}


def test_the_maps_and_their_windows(probes, record, device):
    """`max_pool2d` and `avg_pool2d` give a map for each image."""
    image = IMAGE[None, None].to(device)
    largest, means = (probes.pooled(name, image, KERNEL, **OPTIONS) for name in ("max_pool2d", "avg_pool2d"))
    seen = probes.pooled("max_pool2d", impulses().to(device), KERNEL, **OPTIONS)
    record(
        message="Pooling keeps one number of each window, the largest or the mean; here the windows lie side by side",
        image=IMAGE,
        kernel=[],
        maps={"map of maxima": table(largest), "map of means": table(means)},
        reads=read_pixels(seen),
    )
