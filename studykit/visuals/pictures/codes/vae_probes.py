"""What a picture asks of a submission. Runs in the worker, beside it."""

import torch


def trained(submission, pictures, n_hidden, n_code, n_steps, n_new):
    """Means, what `decode` makes of them, what the model gives in evaluation mode, and new pictures, after so many steps."""
    torch.manual_seed(0)
    model = submission.VAE(pictures.shape[1], n_hidden, n_code).to(pictures).train()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(n_steps):
        optimizer.zero_grad()
        logits, mu, logvar = model(pictures)
        submission.negative_elbo(logits, pictures, mu, logvar).backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        mu, _ = model.encode(pictures)
        output = model(pictures)[0].sigmoid()
        return {"codes": mu, "decoded": model.decode(mu).sigmoid(), "output": output, "new": model.sample(n_new)}
