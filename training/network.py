"""The transformer in PyTorch, for training. decodelab/model.py is the same in numpy.

Pre-norm blocks, rotary positions, squared-ReLU feed-forward, tied embedding, no biases.
Weights are stored as (inputs, outputs), so that every projection reads X @ W.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass(frozen=True)
class Shape:
    vocabulary: int = 2048
    d_model: int = 192
    n_heads: int = 6
    n_layers: int = 4
    d_ff: int = 768
    context: int = 1024


def matrix(rows, columns):
    return nn.Parameter(torch.randn(rows, columns) / rows**0.5)


def rms_norm(x, gain):
    return F.rms_norm(x, gain.shape, gain, eps=1e-5)


def rotation(length, d_head):
    """cos and sin, each (length, d_head / 2), for positions 0 … length − 1."""
    rates = 10_000.0 ** (-torch.arange(0, d_head, 2, dtype=torch.float64) / d_head)
    angles = torch.arange(length)[:, None] * rates
    return angles.cos().float(), angles.sin().float()


def rotate(x, cos, sin):
    """Turn the pair (x[j], x[j + d_head/2]) of every head by its position's angle."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, first * sin + second * cos], dim=-1)


class Block(nn.Module):
    def __init__(self, shape):
        super().__init__()
        d, f = shape.d_model, shape.d_ff
        self.attention_gain = nn.Parameter(torch.ones(d))
        self.W_q, self.W_k, self.W_v = matrix(d, d), matrix(d, d), matrix(d, d)
        self.W_o = nn.Parameter(torch.zeros(d, d))
        self.feed_forward_gain = nn.Parameter(torch.ones(d))
        self.W_in, self.W_out = matrix(d, f), nn.Parameter(torch.zeros(f, d))
        self.n_heads = shape.n_heads

    def forward(self, x, cos, sin, dropout):
        batch, n, d = x.shape
        heads = lambda y: y.view(batch, n, self.n_heads, -1).transpose(1, 2)
        normed = rms_norm(x, self.attention_gain)
        q = rotate(heads(normed @ self.W_q), cos, sin)
        k = rotate(heads(normed @ self.W_k), cos, sin)
        v = heads(normed @ self.W_v)
        seen = F.scaled_dot_product_attention(q.to(v.dtype), k.to(v.dtype), v, is_causal=True)
        x = x + F.dropout(seen.transpose(1, 2).reshape(batch, n, d) @ self.W_o, dropout, dropout > 0)
        normed = rms_norm(x, self.feed_forward_gain)
        return x + F.dropout(F.relu(normed @ self.W_in).square() @ self.W_out, dropout, dropout > 0)


class Transformer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Parameter(torch.randn(shape.vocabulary, shape.d_model) / shape.d_model**0.5)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.n_layers))
        self.final_gain = nn.Parameter(torch.ones(shape.d_model))
        cos, sin = rotation(shape.context, shape.d_model // shape.n_heads)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, tokens, dropout=0.0):
        """Logits (batch, n, vocabulary) of the next token at every position. dropout: of each block's two
        additions."""
        n = tokens.shape[1]
        x = F.dropout(self.embedding[tokens], dropout, dropout > 0)
        for block in self.blocks:
            x = block(x, self.cos[:n], self.sin[:n], dropout)
        return rms_norm(x, self.final_gain) @ self.embedding.T
