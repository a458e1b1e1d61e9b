"""With the batch axis turned to the end, one factor a sample multiplies without any reshaping."""


def add_noise(x, steps, noise, alpha_bars):
    bars = alpha_bars[steps]
    signal, rest = bars.sqrt().to(x.dtype), (1 - bars).sqrt().to(x.dtype)
    return (x.movedim(0, -1) * signal + noise.movedim(0, -1) * rest).movedim(-1, 0)


def remove_noise(x, steps, noise, alpha_bars):
    bars = alpha_bars[steps]
    signal, rest = bars.sqrt().to(x.dtype), (1 - bars).sqrt().to(x.dtype)
    return ((x.movedim(0, -1) - noise.movedim(0, -1) * rest) / signal).movedim(-1, 0)
