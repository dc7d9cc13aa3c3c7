#!/usr/bin/python3
"""Seconds of an epoch of the full 12-lead network in PyTorch: 256 random records of 4,096 steps, shuffled, in batches of 32, with Adam.

    epoch.py FOLDER THREADS     FOLDER holds torch_workloads.py, the peer side of the speed comparison
"""
import sys
import time

import torch
from torch import nn

sys.path.insert(0, sys.argv[1])
from torch_workloads import ResidualNet12Lead  # noqa: E402

RECORDS, BATCH, EPOCHS = 256, 32, 3
torch.set_num_threads(int(sys.argv[2]))
records, targets = torch.randn(RECORDS, 12, 4096), torch.rand(RECORDS, 6).round()
net = ResidualNet12Lead().train()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
loss_of = nn.BCEWithLogitsLoss()
seconds = []
for _ in range(EPOCHS + 1):  # the first one only warms up
    start = time.perf_counter()
    for batch in torch.randperm(RECORDS).split(BATCH):
        optimizer.zero_grad(set_to_none=True)
        loss_of(net(records[batch]), targets[batch]).backward()
        optimizer.step()
    seconds.append(time.perf_counter() - start)
print(f"PyTorch, {sys.argv[2]} threads: {' '.join(f'{time:.2f}' for time in seconds[1:])} s an epoch", flush=True)
