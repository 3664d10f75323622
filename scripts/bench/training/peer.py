"""One training of the plays in PyTorch, the model and the loop of nanoGPT. Usage: peer.py IDS STEPS; writes one line of JSON.

IDS is a JSON file with `vocabSize`, `train` and `heldOut`. Windows are drawn at random, as there; the held-out text is read
in windows one after another, as ours is.
"""
import json
import math
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

D, LAYERS, HEADS, CONTEXT, BATCH, WARMUP, PEAK, FLOOR = 128, 4, 4, 64, 12, 100, 1e-3, 1e-4
text, steps = json.load(open(sys.argv[1])), int(sys.argv[2])
torch.manual_seed(1337)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(D), nn.LayerNorm(D)
        self.qkv, self.out = nn.Linear(D, 3 * D, bias=False), nn.Linear(D, D, bias=False)
        self.up, self.down = nn.Linear(D, 4 * D, bias=False), nn.Linear(4 * D, D, bias=False)

    def forward(self, x):
        batch, pos, _ = x.shape
        q, k, v = (t.view(batch, pos, HEADS, D // HEADS).transpose(1, 2) for t in self.qkv(self.norm1(x)).split(D, 2))
        heard = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(heard.transpose(1, 2).reshape(batch, pos, D))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self, vocab):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocab, D), nn.Embedding(CONTEXT, D)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(D)
        for name, p in self.named_parameters():
            if p.dim() > 1:
                std = 0.02 / math.sqrt(2 * LAYERS) if name.endswith(("out.weight", "down.weight")) else 0.02
                nn.init.normal_(p, std=std)

    def forward(self, ids, targets):
        x = self.tokens(ids) + self.positions.weight[: ids.shape[1]]
        for block in self.blocks:
            x = block(x)
        logits = self.norm(x) @ self.tokens.weight.T
        return F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.reshape(-1))


def rate(step):
    if step < WARMUP:
        return PEAK * (step + 1) / (WARMUP + 1)
    return FLOOR + (PEAK - FLOOR) * (1 + math.cos(math.pi * (step - WARMUP) / (2000 - WARMUP))) / 2


model = Gpt(text["vocabSize"])
train, held_out = torch.tensor(text["train"]), torch.tensor(text["heldOut"])
groups = [
    {"params": [p for p in model.parameters() if p.dim() > 1], "weight_decay": 0.1},
    {"params": [p for p in model.parameters() if p.dim() <= 1], "weight_decay": 0.0},
]
optimizer = torch.optim.AdamW(groups, lr=PEAK, betas=(0.9, 0.99))
began = time.perf_counter()
for step in range(steps):
    for group in optimizer.param_groups:
        group["lr"] = rate(step)
    starts = torch.randint(len(train) - CONTEXT, (BATCH,))
    rows = torch.stack([train[s : s + CONTEXT + 1] for s in starts])
    loss = model(rows[:, :-1], rows[:, 1:])
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
seconds = time.perf_counter() - began
with torch.no_grad():
    count = (len(held_out) - 1) // CONTEXT
    inputs = held_out[: count * CONTEXT].view(count, CONTEXT)
    targets = held_out[1 : count * CONTEXT + 1].view(count, CONTEXT)
    losses = [model(i, t).item() * len(i) for i, t in zip(inputs.split(64), targets.split(64))]
print(json.dumps({"seconds": seconds, "loss": loss.item(), "heldOut": sum(losses) / count}))
