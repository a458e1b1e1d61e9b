"""What a picture asks of a submission. Runs in the worker, beside it."""

import torch


def trained(submission, pictures, widths, n_steps):
    """Codes, what `decode` makes of them and what the model gives, after so many steps on all pictures."""
    torch.manual_seed(0)
    model = submission.Autoencoder(tuple(pictures.shape[1:]), widths).to(pictures)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(n_steps):
        submission.train_step(model, optimizer, (pictures, torch.zeros(len(pictures), 1, 1, 1).to(pictures)))
    with torch.no_grad():
        codes = model.encode(pictures)
        return {"codes": codes, "decoded": model.decode(codes), "output": model(pictures)}
