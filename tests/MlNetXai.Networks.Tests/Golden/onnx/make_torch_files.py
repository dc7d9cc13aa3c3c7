"""Small networks written by PyTorch's ONNX exporter, with inputs, logits and gradients: what OnnxImport is held to.

Run with Debian's python3-torch (made with torch 1.13.0a0, numpy 1.24.2):

    /usr/bin/python3 make_torch_files.py FOLDER

Writes FOLDER/<network>.<opset><batch><mode><folding>.onnx and FOLDER/expected.npz. In a file's name:
  batch    d = the batch axis has a name, f = it is fixed (at 2)
  mode     e = TrainingMode.EVAL, p = PRESERVE of a network in eval mode, t = PRESERVE of a network in training mode
  folding  c = the exporter folds constants, r = it leaves them
expected.npz holds per network: input [row, step, channel], logits [row, class], gradient of the sum of logit 0 over rows
[row, step, channel], and layout (0: the file reads [row, step, channel], 1: [row, channel, step], 2: [row, step], 3: [row, channel, 1, step]).
"""
import pathlib
import sys
import warnings

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.onnx import TrainingMode

ROWS = 3
OPSETS = [9, 11, 13, 17]
STEPS, CHANNELS, CLASSES = 12, 3, 4
TIME_CHANNEL, CHANNEL_TIME, TIME, CHANNEL_1_TIME = range(4)


class Recurrent(nn.Module):
    """Stacked recurrent layers; the state read is the last step's output, the final states, or every step's mean."""

    def __init__(self, kind, layers=1, both=False, read="last", hidden=4, dropout=0.0):
        super().__init__()
        self.cell = kind(CHANNELS, hidden, layers, batch_first=True, bidirectional=both, dropout=dropout)
        self.head = nn.Linear(hidden * (2 if both else 1), CLASSES)
        self.both, self.read = both, read

    def forward(self, x):
        y, state = self.cell(x)
        h = state[0] if isinstance(state, tuple) else state
        if self.read == "last":
            z = y[:, -1]
        elif self.read == "mean":
            z = y.mean(1)
        elif self.both:
            z = torch.cat([h[-2], h[-1]], 1)
        else:
            z = h[-1]
        return self.head(z)


class FullyConvolutional(nn.Module):
    """Convolution, batch norm and ReLU twice, the mean over steps."""

    def __init__(self, pool, transpose=False, dropout=0.0):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(CHANNELS, 4, 5, padding=2), nn.BatchNorm1d(4), nn.ReLU(),
            nn.Conv1d(4, 5, 3, padding=1, bias=False), nn.BatchNorm1d(5, eps=1e-3, momentum=0.01), nn.ReLU(), nn.Dropout(dropout))
        self.pool, self.transpose, self.head = pool, transpose, nn.Linear(5, CLASSES)

    def forward(self, x):
        x = self.body(x.transpose(1, 2) if self.transpose else x)
        x = x.mean(-1) if self.pool == "mean" else F.adaptive_avg_pool1d(x, 1).flatten(1)
        return self.head(x)


class Convolutions(nn.Module):
    """Padding of unequal sides, stride, dilation, groups; pooling of every kind; the greatest value of all steps."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.ConstantPad1d((1, 2), 0.0), nn.Conv1d(CHANNELS, 6, 4), nn.LeakyReLU(0.2),
            nn.Conv1d(6, 6, 3, padding=2, dilation=2, groups=3), nn.ELU(0.7),
            nn.MaxPool1d(3, 1, padding=1), nn.AvgPool1d(2, 2, padding=1), nn.AvgPool1d(3, 1, padding=1, count_include_pad=False),
            nn.Conv1d(6, 4, 3, stride=2, padding=1), nn.Tanh(), nn.MaxPool1d(2, 1))
        self.head = nn.Linear(4, CLASSES)

    def forward(self, x):
        return self.head(F.adaptive_max_pool1d(self.body(x), 1).squeeze(-1))


class Residual(nn.Module):
    """A stem, two blocks with a skip (max pooling and 1×1 convolution; identity), channel-major flatten."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv1d(CHANNELS, 4, 3, padding=1, bias=False), nn.BatchNorm1d(4), nn.ReLU())
        self.main1 = nn.Sequential(
            nn.Conv1d(4, 6, 3, padding=1, bias=False), nn.BatchNorm1d(6), nn.ReLU(), nn.Dropout(0.2), nn.Conv1d(6, 6, 3, stride=2, padding=1, bias=False))
        self.skip1 = nn.Sequential(nn.MaxPool1d(2), nn.Conv1d(4, 6, 1, bias=False))
        self.norm1 = nn.BatchNorm1d(6)
        self.main2 = nn.Sequential(nn.Conv1d(6, 6, 3, padding=1), nn.BatchNorm1d(6))
        self.head = nn.Linear(6 * STEPS // 2, CLASSES)

    def forward(self, x):
        x = self.stem(x)
        x = F.relu(self.norm1(self.main1(x) + self.skip1(x)))
        x = F.relu(x + self.main2(x))
        return self.head(x.view(x.size(0), -1))


class Normalised(nn.Module):
    """Dense, layer norm and GELU of both forms at every step, the mean over steps."""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.head = nn.Linear(CHANNELS, 6), nn.Linear(6, 5), nn.Linear(5, CLASSES)
        self.norm1, self.norm2 = nn.LayerNorm(6), nn.LayerNorm(5, eps=1e-3)

    def forward(self, x):
        x = F.gelu(self.norm1(self.a(x)))
        x = F.gelu(self.norm2(self.b(x)), approximate="tanh")
        return self.head(x.mean(1))


class Perceptron(nn.Module):
    """Flatten and dense layers with one activation each."""

    def __init__(self):
        super().__init__()
        sizes = [STEPS * CHANNELS, 6, 5, 5, 5, 4]
        activations = [nn.Sigmoid(), nn.Tanh(), nn.ELU(), nn.Hardsigmoid(), nn.Softmax(1)]
        layers = [nn.Flatten()]
        for i, activation in enumerate(activations):
            layers += [nn.Linear(sizes[i], sizes[i + 1]), activation]
        self.body = nn.Sequential(*layers, nn.Linear(4, CLASSES))

    def forward(self, x):
        return self.body(x)


class ConvolutionThenLstm(nn.Module):
    """Convolution over [row, channel, step], then an LSTM over [row, step, channel]."""

    def __init__(self, end=None):
        super().__init__()
        self.conv, self.lstm = nn.Conv1d(CHANNELS, 4, 3, padding=1), nn.LSTM(4, 3, batch_first=True)
        self.head, self.end = nn.Linear(3, 1 if end == "logistic" else CLASSES), end

    def forward(self, x):
        z = self.head(self.lstm(F.relu(self.conv(x)).permute(0, 2, 1))[0][:, -1, :])
        return {None: lambda: z, "softmax": lambda: F.softmax(z, -1), "sigmoid": lambda: torch.sigmoid(z), "logistic": lambda: torch.sigmoid(z)}[self.end]()

    def logits(self, x):
        return self.head(self.lstm(F.relu(self.conv(x)).permute(0, 2, 1))[0][:, -1, :])


class Arithmetic(nn.Module):
    """Scaling by constants in front, parts of the channels apart and together again, shapes computed from the input's."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([0.3, -0.2, 0.1]).view(1, 3, 1))
        self.register_buffer("variance", torch.tensor([0.5, 2.0, 1.5]).view(1, 3, 1))
        self.register_buffer("gain", torch.tensor([[1.5], [0.5]]))
        self.a, self.b = nn.Conv1d(2, 4, 3, padding=1), nn.Conv1d(1, 4, 1)
        self.head = nn.Linear(8 * (STEPS - 3), CLASSES)

    def forward(self, x):
        x = (x - self.mean) / torch.sqrt(self.variance + 1e-5)
        a, b = self.a(x[:, :2] * self.gain), self.b(x[:, 2].unsqueeze(1))
        a1, a2 = a.chunk(2, 1)
        y = torch.cat([2 * a1, 1 - a2, b.reshape(b.size(0), 4, x.shape[2])], dim=1)
        y = y[:, :, 1:-2].contiguous().permute(0, 2, 1)
        return self.head(y.reshape(y.shape[0], y.shape[1] * y.shape[2]) + 0.25)


class OneChannel(nn.Module):
    """Reads [row, step]: one channel without an axis of its own."""

    def __init__(self):
        super().__init__()
        self.conv, self.head = nn.Conv1d(1, 4, 5, padding=2), nn.Linear(4, CLASSES)

    def forward(self, x):
        return self.head(F.relu(self.conv(x.unsqueeze(1))).mean(2))


class Convolution2d(nn.Module):
    """One axis of the convolution has one value: what exporters make of Keras' Conv1D."""

    def __init__(self):
        super().__init__()
        self.a, self.norm, self.b = nn.Conv2d(CHANNELS, 4, (1, 5), padding=(0, 2)), nn.BatchNorm2d(4), nn.Conv2d(4, 4, (1, 3), stride=(1, 2))
        self.head = nn.Linear(4, CLASSES)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.norm(self.a(x))), (1, 2))
        return self.head(torch.flatten(F.adaptive_avg_pool2d(F.relu(self.b(x)), 1), 1))


class Unbatched(nn.Module):
    """LSTM over [step, row, channel] with a learned scale and initial states of zeros that it makes itself."""

    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(CHANNELS, 4, 2), nn.Linear(4, CLASSES)

    def forward(self, x):
        h = torch.zeros(2, x.size(0), 4)
        y, _ = self.lstm(x.transpose(0, 1), (h, torch.zeros_like(h)))
        return self.head(y[-1])


# name, layout, network, opsets: each with batch, mode and folding in turn, so that every pair of settings occurs
FULL = [o + rest for o in map(str, OPSETS) for rest in ("dec", "dpr", "fer", "fpc")]
TURNS = ["9dec", "9fpr", "11fec", "11dpr", "13der", "13fpc", "17fer", "17dpc"]
FEW = ["9dpc", "11fer", "13fec", "17dpr"]
FOLDED = ["9dpr", "11fec", "13dec", "17fpc"]
NETWORKS = [
    ("lstm", TIME_CHANNEL, lambda: Recurrent(nn.LSTM, hidden=3), TURNS),
    ("lstm-final", TIME_CHANNEL, lambda: Recurrent(nn.LSTM, read="final"), FEW),
    ("lstm-2", TIME_CHANNEL, lambda: Recurrent(nn.LSTM, 2, dropout=0.3), FOLDED),
    ("lstm-2-final", TIME_CHANNEL, lambda: Recurrent(nn.LSTM, 2, read="final"), FOLDED),
    ("lstm-both", TIME_CHANNEL, lambda: Recurrent(nn.LSTM, both=True, hidden=3), FOLDED),
    ("lstm-2-both-final", TIME_CHANNEL, lambda: Recurrent(nn.LSTM, 2, both=True, read="final", hidden=3), FOLDED),
    ("lstm-mean", TIME_CHANNEL, lambda: Recurrent(nn.LSTM, both=True, read="mean", hidden=3), FOLDED),
    ("lstm-zeros", TIME_CHANNEL, Unbatched, ["9dec", "11fpr", "13dpc", "17fec"]),
    ("gru", TIME_CHANNEL, lambda: Recurrent(nn.GRU), TURNS),
    ("gru-2-final", TIME_CHANNEL, lambda: Recurrent(nn.GRU, 2, read="final", hidden=3), FOLDED),
    ("gru-both", TIME_CHANNEL, lambda: Recurrent(nn.GRU, both=True, read="final", hidden=3), FOLDED),
    ("fcn", CHANNEL_TIME, lambda: FullyConvolutional("mean"), FULL),
    ("fcn-adaptive", TIME_CHANNEL, lambda: FullyConvolutional("adaptive", transpose=True, dropout=0.2), FEW),
    ("convolutions", CHANNEL_TIME, Convolutions, TURNS),
    ("residual", CHANNEL_TIME, Residual, TURNS),
    ("normalised", TIME_CHANNEL, Normalised, TURNS),
    ("perceptron", TIME_CHANNEL, Perceptron, TURNS),
    ("convolution-lstm", CHANNEL_TIME, ConvolutionThenLstm, FEW),
    ("softmax", CHANNEL_TIME, lambda: ConvolutionThenLstm("softmax"), FEW),
    ("sigmoid", CHANNEL_TIME, lambda: ConvolutionThenLstm("sigmoid"), FEW),
    ("logistic", CHANNEL_TIME, lambda: ConvolutionThenLstm("logistic"), FEW),
    ("arithmetic", CHANNEL_TIME, Arithmetic, TURNS),
    ("one-channel", TIME, OneChannel, FEW),
    ("convolution-2d", CHANNEL_1_TIME, Convolution2d, FEW),
    ("fcn-training-13", TIME_CHANNEL, lambda: FullyConvolutional("adaptive", transpose=True, dropout=0.2), ["13dtc"]),
    ("fcn-training-17", TIME_CHANNEL, lambda: FullyConvolutional("adaptive", transpose=True, dropout=0.2), ["17dtc"]),
]


def file_input(x, layout):
    """x [row, step, channel] in the order of axes of the file."""
    if layout == TIME_CHANNEL:
        return x
    if layout == TIME:
        return x[:, :, 0]
    x = x.transpose(1, 2)
    return x.unsqueeze(2) if layout == CHANNEL_1_TIME else x


def main():
    folder = pathlib.Path(sys.argv[1])
    warnings.simplefilter("ignore")
    expected = {}
    for i, (name, layout, make, variants) in enumerate(NETWORKS):
        torch.manual_seed(100 + i)
        network = make()
        for module in network.modules():
            if isinstance(module, (nn.modules.batchnorm._BatchNorm, nn.LayerNorm)) and module.weight is not None:
                nn.init.uniform_(module.weight, 0.5, 1.5)
                nn.init.uniform_(module.bias, -0.5, 0.5)
            if isinstance(module, nn.modules.batchnorm._BatchNorm):
                nn.init.uniform_(module.running_mean, -0.5, 0.5)
                nn.init.uniform_(module.running_var, 0.5, 1.5)
        x = torch.randn(ROWS, STEPS, 1 if layout == TIME else CHANNELS, requires_grad=True)
        sample = file_input(x.detach()[:2], layout).contiguous()
        for variant in variants:
            opset, (batch, mode, folding) = int(variant[:-3]), variant[-3:]
            network.train(mode == "t")
            torch.onnx.export(
                network, sample, str(folder / f"{name}.{variant}.onnx"), opset_version=opset, input_names=["signal"], output_names=["scores"],
                dynamic_axes={"signal": {0: "batch"}, "scores": {0: "batch"}} if batch == "d" else None,
                training=TrainingMode.EVAL if mode == "e" else TrainingMode.PRESERVE, do_constant_folding=folding == "c")
        # Last: the exporter's own pass in training mode moves the running statistics, and writes the moved ones.
        network.eval()
        logits = getattr(network, "logits", network)(file_input(x, layout))
        logits[:, 0].sum().backward()
        expected[f"{name}.input"], expected[f"{name}.logits"] = x.detach().numpy(), logits.detach().numpy()
        expected[f"{name}.gradient"], expected[f"{name}.layout"] = x.grad.numpy(), np.int32(layout)
    np.savez(folder / "expected.npz", **expected)


if __name__ == "__main__":
    main()
