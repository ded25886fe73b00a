"""The two towers of the toy model. Both give L2-normalised [batch, 128] float32."""
import torch
from torch import nn
from torch.nn import functional as F

DIM = 128
SIDE = 64
CONTEXT = 32


def conv_block(inward, outward, stride=1):
    return nn.Sequential(
        nn.Conv2d(inward, outward, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(outward)
    )


class ImageTower(nn.Module):
    """Convolutions down to 4 x 4 places; the head sees every place, so that where things are is not lost."""

    def __init__(self, widths=(24, 40, 64, 96), narrow=64, hidden=192):
        super().__init__()
        inward = (3,) + widths[:-1]
        self.down = nn.ModuleList([conv_block(a, b, 2) for a, b in zip(inward, widths)])
        self.stay = nn.ModuleList([conv_block(width, width) for width in widths[1:]])
        self.narrow = nn.Conv2d(widths[-1], narrow, 1)
        self.flat = nn.Linear(narrow * (SIDE // 16) ** 2, DIM)
        self.widen = nn.Linear(DIM, hidden)
        self.out = nn.Linear(hidden, DIM)

    def forward(self, pixels):
        x = F.relu(self.down[0](pixels))
        for down, stay in zip(list(self.down)[1:], self.stay):
            x = F.relu(down(x))
            x = F.relu(x + stay(x))
        x = self.flat(torch.flatten(F.relu(self.narrow(x)), 1))
        return unit(x + self.out(F.relu(self.widen(x))))


class TextLayer(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.heads = heads
        self.before_attention = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.join = nn.Linear(width, width)
        self.before_mix = nn.LayerNorm(width)
        self.widen = nn.Linear(width, hidden)
        self.narrow = nn.Linear(hidden, width)

    def forward(self, x, bias):
        width = x.shape[-1]
        qkv = self.qkv(self.before_attention(x)).reshape(x.shape[0], x.shape[1], 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5 + bias, dim=-1)
        seen = (weights @ v).transpose(1, 2).reshape(x.shape[0], x.shape[1], width)
        x = x + self.join(seen)
        return x + self.narrow(F.relu(self.widen(self.before_mix(x))))


class TextTower(nn.Module):
    """Words, their order, their neighbours (a colour stands before its shape), two layers of attention, the mean."""

    def __init__(self, words, width=96, heads=4, layers=2, hidden=192):
        super().__init__()
        self.word = nn.Embedding(words, width)
        self.place = nn.Parameter(torch.randn(CONTEXT, width) * 0.02)
        self.neighbours = nn.Conv1d(width, width, 3, padding=1)
        self.layers = nn.ModuleList([TextLayer(width, heads, hidden) for _ in range(layers)])
        self.last = nn.LayerNorm(width)
        self.out = nn.Linear(width, DIM)

    def forward(self, ids):
        real = (ids != 0).to(torch.float32)
        x = (self.word(ids) + self.place[: ids.shape[1]]) * real[:, :, None]
        x = x + F.relu(self.neighbours(x.transpose(1, 2))).transpose(1, 2)
        bias = (1 - real)[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        x = self.last(x) * real[:, :, None]
        # A text without words is all padding: divide by 1, not by 0.
        return unit(self.out(x.sum(1) / real.sum(1, keepdim=True).clamp(min=1.0)))


def unit(x):
    return x / (x * x).sum(1, keepdim=True).clamp(min=1e-12).sqrt()


def count_parameters(tower):
    return sum(parameter.numel() for parameter in tower.parameters())
