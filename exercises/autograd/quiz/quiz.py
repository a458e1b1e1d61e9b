"""Autograd quiz: gradients, leaves, in-place operations

Predict the result of eighteen small programs. They show what autograd records, when gradients accumulate, which tensors
keep a gradient, and which in-place operations raise an error.

Below, in `PREDICTIONS`, each question has a letter. The lines above it are run, one after the other,
after `import torch`; then the expression to its right is evaluated. Replace the three dots with the answer:

- a number (`6.0`), `True`, `False` or `None`;
- a list of numbers for a 1-D tensor (`[1.0, 2.0]`);
- the name of the exception as a string (`"ValueError"`), if one of the lines raises one.

Predict first, then check with torch: you learn most from the questions that surprise you.
The report has six groups of questions. For each it names the letter of the first answer that is
wrong or missing, but not the right answer.

Example:

    "x": 5.0,    # for the line `w = torch.tensor(5.0)` and the expression w
"""

PREDICTIONS = {
    # a   w = torch.tensor(3.0, requires_grad=True)
    #     (w ** 2).backward()
    "a": ...,  # w.grad
    # b   w = torch.tensor(3.0, requires_grad=True)
    #     (w ** 2).backward()
    #     (w ** 2).backward()
    "b": ...,  # w.grad
    # c   w = torch.tensor(3.0, requires_grad=True)
    #     loss = w ** 2
    #     loss.backward()
    #     loss.backward()
    "c": ...,  # w.grad
    # d   w = torch.ones(3, requires_grad=True)
    #     (w.mean() + 3).backward()
    "d": ...,  # w.grad
    # e   w = torch.ones(3, requires_grad=True)
    #     (2 * w).backward()
    "e": ...,  # w.grad
    # f   w = torch.tensor(3.0, requires_grad=True)
    #     y = 2 * w
    #     y.backward()
    "f": ...,  # y.grad
    # g   w = torch.tensor(3.0, requires_grad=True)
    #     w += 1
    "g": ...,  # w
    # h   x = torch.tensor(1.0, requires_grad=True)
    #     z = 2 * x
    #     z += 1
    #     z.backward()
    "h": ...,  # x.grad
    # i   x = torch.tensor(1.0, requires_grad=True)
    #     z = x.exp()
    #     z += 1
    #     z.backward()
    "i": ...,  # x.grad
    # j   w = torch.tensor(3.0, requires_grad=True)
    #     loss = w ** 2
    #     w.data += 1
    #     loss.backward()
    "j": ...,  # w.grad
    # k   w = torch.ones(2, requires_grad=True)
    #     w.detach()
    "k": ...,  # w.requires_grad
    # l   w = torch.ones(2, requires_grad=True)
    #     d = w.detach()
    #     d[0] = 9
    "l": ...,  # w[0].item()
    # m   w = torch.ones(2, requires_grad=True)
    #     torch.no_grad()
    "m": ...,  # (2 * w).requires_grad
    # n   w = torch.ones(2, requires_grad=True)
    #     with torch.no_grad(): w = w - 0.1
    "n": ...,  # w.requires_grad
    # o   w = torch.ones(2, requires_grad=True)
    #     w.sum().backward()
    #     w.requires_grad_(False)
    "o": ...,  # w.grad
    # p   w = torch.tensor([1, 2], requires_grad=True)
    "p": ...,  # w.grad
    # q   w = y = torch.tensor(3.0, requires_grad=True)
    #     while y < 20: y = 2 * y
    #     y.backward()
    "q": ...,  # w.grad
    # r   w = torch.ones(2, requires_grad=True)
    #     w.grad_zero()
    "r": ...,  # w.grad
}
