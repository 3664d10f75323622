"""The peers of gpt-model.ts and unet-model.ts in PyTorch. Usage: train.py '<JSON>'; writes one line of JSON.

The GPT reads its initial weights and its batch from the file that train.ts wrote, so both train the same thing.
"""
import json
import math
import resource
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

options = json.loads(sys.argv[1])
torch.set_num_threads(options["threads"])
torch.manual_seed(1)


class Block(nn.Module):
    def __init__(self, d_model, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
        self.qkv = nn.Linear(d_model, 3 * d_model, bias=False)
        self.out = nn.Linear(d_model, d_model, bias=False)
        self.up = nn.Linear(d_model, 4 * d_model, bias=False)
        self.down = nn.Linear(4 * d_model, d_model, bias=False)

    def attention(self, x):
        batch, pos, d_model = x.shape
        split = lambda t: t.view(batch, pos, self.heads, d_model // self.heads).transpose(1, 2)
        q, k, v = map(split, self.qkv(x).split(d_model, 2))
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(mixed.transpose(1, 2).reshape(batch, pos, d_model))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        hidden = self.up(self.norm2(x))
        return x + self.down(hidden * torch.sigmoid(1.702 * hidden))


class Gpt(nn.Module):
    def __init__(self, vocab, d_model, layers, heads, context):
        super().__init__()
        self.embedding, self.positions = nn.Embedding(vocab, d_model), nn.Embedding(context, d_model)
        self.blocks = nn.ModuleList(Block(d_model, heads) for _ in range(layers))

    def forward(self, ids, targets):
        x = self.embedding(ids) + self.positions.weight
        for block in self.blocks:
            x = block(x)
        logits = x @ self.embedding.weight.T
        return F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.view(-1))


def gpt():
    c = options["config"]
    vocab, d_model, context = c["vocab"], c["dModel"], c["context"]
    model = Gpt(vocab, d_model, c["layers"], c["heads"], context)
    raw = np.fromfile(options["initial"], dtype=np.float32)
    at = 0

    def take(*shape):
        nonlocal at
        size = math.prod(shape)
        part = torch.from_numpy(raw[at : at + size].reshape(shape).copy())
        at += size
        return part

    with torch.no_grad():
        model.embedding.weight.copy_(take(vocab, d_model))
        model.positions.weight.copy_(take(context, d_model))
        for block in model.blocks:
            for norm in (block.norm1, block.norm2):
                norm.weight.copy_(take(d_model))
                norm.bias.copy_(take(d_model))
            block.qkv.weight.copy_(take(d_model, 3 * d_model).T)
            block.out.weight.copy_(take(d_model, d_model).T)
            block.up.weight.copy_(take(d_model, 4 * d_model).T)
            block.down.weight.copy_(take(4 * d_model, d_model).T)
    numbers = raw[at:].view(np.int32).astype(np.int64).reshape(2, c["batch"], context)
    ids, targets = torch.from_numpy(numbers)
    return model, lambda: model(ids, targets)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        conv = lambda a, b, stride=1: nn.Conv2d(a, b, 3, stride, 1)
        self.enter, self.down0 = conv(1, 32), conv(32, 32)
        self.down1, self.down1b = conv(32, 64, 2), conv(64, 64)
        self.down2, self.middle = conv(64, 64, 2), conv(64, 64)
        self.up1, self.up0, self.leave = conv(128, 64), conv(96, 32), conv(32, 1)
        self.time = nn.Linear(16, 64, bias=False)

    def forward(self, x, moment):
        double = lambda t: F.interpolate(t, scale_factor=2)
        fine = F.silu(self.down0(F.silu(self.enter(x))))
        coarse = F.silu(self.down1b(F.silu(self.down1(fine))))
        middle = F.silu(self.middle(F.silu(self.down2(coarse)) + self.time(moment)[:, :, None, None]))
        up1 = F.silu(self.up1(torch.cat([double(middle), coarse], 1)))
        return self.leave(F.silu(self.up0(torch.cat([double(up1), fine], 1))))


def unet():
    model = UNet()
    x, noise, moment = torch.randn(16, 1, 32, 32), torch.randn(16, 1, 32, 32), torch.randn(16, 16)
    if options.get("channelsLast"):
        model = model.to(memory_format=torch.channels_last)
        x = x.to(memory_format=torch.channels_last)
    return model, lambda: F.mse_loss(model(x, moment), noise)


model, loss_of = gpt() if options["model"] == "gpt" else unet()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7)
steps, losses = [], []
for _ in range(options["steps"]):
    start = time.perf_counter()
    optimizer.zero_grad(set_to_none=True)
    loss = loss_of()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    steps.append((time.perf_counter() - start) * 1e3)
usage = resource.getrusage(resource.RUSAGE_SELF)
cpu = (usage.ru_utime + usage.ru_stime) * 1e3
print(json.dumps({"steps": steps, "losses": losses, "peakMb": usage.ru_maxrss / 1024, "cpuMs": cpu}))
