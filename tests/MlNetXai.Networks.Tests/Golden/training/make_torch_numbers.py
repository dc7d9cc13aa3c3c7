"""Makes torch.json: what PyTorch's optimisers, schedules, losses and clipping give, in double precision. Written with PyTorch 1.13.0 (Debian's python3-torch).

    python3 make_torch_numbers.py > torch.json
"""
import json

import torch

torch.set_default_dtype(torch.float64)
START = [0.5, -1.25, 2.0, 0.0, -0.125, 3.5, -2.75, 1.0, 0.25, -0.5, 1.5]
STEPS = 6


def gradient(step):
    """Exact in single precision, other in every step, 0 in one place."""
    return [(((7 * i + 5 * step) % 11) - 5) / 8 for i in range(len(START))]


def optimiser(make):
    weights = torch.nn.Parameter(torch.tensor(START))
    own = make([weights])
    after = []
    for step in range(STEPS):
        weights.grad = torch.tensor(gradient(step))
        own.step()
        after.append(weights.tolist())
    return after


def rates(make, epochs, losses=None):
    own = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.02)
    schedule, result = make(own), []
    for epoch in range(epochs):
        result.append(own.param_groups[0]["lr"])
        own.step()
        schedule.step() if losses is None else schedule.step(losses[epoch])
    return result


def loss(function, logits, targets):
    z = torch.tensor(logits, requires_grad=True)
    value = function(z, torch.tensor(targets))
    value.backward()
    return {"loss": value.item(), "gradient": z.grad.flatten().tolist()}


def clip(values, largest):
    p = torch.nn.Parameter(torch.zeros(len(values)))
    p.grad = torch.tensor(values)
    torch.nn.utils.clip_grad_norm_([p], largest)
    return p.grad.tolist()


LOSSES = [0.9, 0.8, 0.79995, 0.79992, 0.81, 0.7, 0.7, 0.7, 0.7, 0.7, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69]
LOGITS = [[0.5, -1.0, 2.0], [-3.0, 0.25, 0.0], [60.0, -80.0, 1.5], [0.0, 0.0, -0.75]]
TARGETS = [[1.0, 0.0, 0.0], [0.0, 1.0, 1.0], [1.0, 0.0, 0.25], [0.0, 0.0, 0.0]]
LABELS = [2, 1, 0, 2]
WEIGHTS, POSITIVE = [0.5, 2.0, 1.25], [3.0, 1.0, 0.5]
GRADIENT = [3.0, -4.0, 12.0, 0.0, -84.0, 0.5, 0.25, -0.125, 1.0]
sgd, adam, adamw, schedule, nn = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW, torch.optim.lr_scheduler, torch.nn

print(json.dumps({
    "start": START,
    "gradients": [gradient(step) for step in range(STEPS)],
    "optimisers": {
        "sgd": optimiser(lambda p: sgd(p, lr=0.1)),
        "sgd-decay": optimiser(lambda p: sgd(p, lr=0.1, weight_decay=0.01)),
        "sgd-momentum": optimiser(lambda p: sgd(p, lr=0.1, momentum=0.9, weight_decay=0.01)),
        "sgd-nesterov": optimiser(lambda p: sgd(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)),
        "adam": optimiser(lambda p: adam(p, lr=0.1)),
        "adam-decay": optimiser(lambda p: adam(p, lr=0.1, betas=(0.8, 0.99), eps=1e-3, weight_decay=0.5)),
        "adamw": optimiser(lambda p: adamw(p, lr=0.1, weight_decay=0)),
        "adamw-decay": optimiser(lambda p: adamw(p, lr=0.1, betas=(0.8, 0.99), eps=1e-3, weight_decay=0.5)),
    },
    "losses": LOSSES,
    "schedules": {
        "step": rates(lambda o: schedule.StepLR(o, step_size=3, gamma=0.5), 12),
        "cosine": rates(lambda o: schedule.CosineAnnealingLR(o, T_max=12), 12),
        "cosine-floor": rates(lambda o: schedule.CosineAnnealingLR(o, T_max=5, eta_min=0.001), 6),
        # Keras' patience n lowers the rate in the epoch in which PyTorch's n - 1 does.
        "plateau": rates(lambda o: schedule.ReduceLROnPlateau(o, factor=0.1, patience=1, threshold=1e-4, threshold_mode="abs", min_lr=1e-4), 16, LOSSES),
    },
    "logits": LOGITS,
    "targets": TARGETS,
    "labels": LABELS,
    "weights": WEIGHTS,
    "positiveWeights": POSITIVE,
    "crossEntropy": {
        "softmax": loss(nn.CrossEntropyLoss(), LOGITS, LABELS),
        "softmax-weights": loss(nn.CrossEntropyLoss(weight=torch.tensor(WEIGHTS)), LOGITS, LABELS),
        "sigmoid": loss(nn.BCEWithLogitsLoss(), LOGITS, TARGETS),
        "sigmoid-weights": loss(nn.BCEWithLogitsLoss(weight=torch.tensor(WEIGHTS), pos_weight=torch.tensor(POSITIVE)), LOGITS, TARGETS),
    },
    "gradient": GRADIENT,
    "clipped": {"1": clip(GRADIENT, 1.0), "85": clip(GRADIENT, 85.0), "1000": clip(GRADIENT, 1000.0)},
}, indent=None))
