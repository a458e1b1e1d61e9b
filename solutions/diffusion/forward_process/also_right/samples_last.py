"""With the batch dim moved to the end, one factor per sample broadcasts without a reshape."""


def add_noise(x, timesteps, noise, alphas_cumprod):
    alpha_cumprod = alphas_cumprod[timesteps]
    signal, sigma = alpha_cumprod.sqrt().to(x.dtype), (1 - alpha_cumprod).sqrt().to(x.dtype)
    return (x.movedim(0, -1) * signal + noise.movedim(0, -1) * sigma).movedim(-1, 0)


def remove_noise(x, timesteps, noise, alphas_cumprod):
    alpha_cumprod = alphas_cumprod[timesteps]
    signal, sigma = alpha_cumprod.sqrt().to(x.dtype), (1 - alpha_cumprod).sqrt().to(x.dtype)
    return ((x.movedim(0, -1) - noise.movedim(0, -1) * sigma) / signal).movedim(-1, 0)
