"""The peer of decode.c in PyTorch, with the same arguments, input and output: greedy decoding with a cache of keys and values."""
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

# more threads take longer: the products of one token are small
torch.set_num_threads(1)
raw = np.fromfile(sys.argv[1], dtype=np.float32)
vocab, d_model, layer_count, heads, context = map(int, sys.argv[2:])
d_head = d_model // heads
at = 0


def take(*shape):
    global at
    size = int(np.prod(shape))
    part = torch.from_numpy(raw[at : at + size].reshape(shape).copy())
    at += size
    return part


def matrix(inputs, outputs):
    return take(inputs, outputs).T.contiguous()


embedding, positions = take(vocab, d_model), take(context, d_model)
layers = []
for _ in range(layer_count):
    norm1, qkv, proj = (take(d_model), take(d_model)), matrix(d_model, 3 * d_model), matrix(d_model, d_model)
    norm2, up, down = (take(d_model), take(d_model)), matrix(d_model, 4 * d_model), matrix(4 * d_model, d_model)
    cache = torch.zeros(2, 1, heads, context, d_head)
    layers.append((norm1, qkv, proj, norm2, up, down, cache))


def logits(token, position):
    x = embedding[token : token + 1] + positions[position : position + 1]
    for norm1, qkv, proj, norm2, up, down, cache in layers:
        q, k, v = F.linear(F.layer_norm(x, (d_model,), *norm1), qkv).view(3, 1, heads, 1, d_head)
        cache[0, :, :, position : position + 1] = k
        cache[1, :, :, position : position + 1] = v
        keys, values = cache[:, :, :, : position + 1]
        mixed = F.scaled_dot_product_attention(q, keys, values)
        x = x + F.linear(mixed.view(1, d_model), proj)
        hidden = F.linear(F.layer_norm(x, (d_model,), *norm2), up)
        x = x + F.linear(hidden * torch.sigmoid(1.702 * hidden), down)
    return F.linear(x, embedding)


with torch.inference_mode():
    for _ in sys.stdin:
        tokens, token = [], 1
        start = time.perf_counter()
        for position in range(context):
            token = int(logits(token, position).argmax())
            tokens.append(token)
        print(time.perf_counter() - start, *tokens, flush=True)
