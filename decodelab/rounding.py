"""What rounding its keys and values costs the model: rows kept in few bits, and the loss on a text that it
never read.

After KIVI (Liu et al. 2024, arXiv 2402.02750), which finds that keys want a scale by channel and values one
by row.
"""

import csv
from pathlib import Path

import numpy as np

from decodelab.model import attend_causally, feed_forward, join_heads, rms_norm, rotate, split_heads

LOSSES = Path(__file__).parent / "rounding_losses.csv"
"""Written by training/rounding_losses.py."""


def rounded(rows, bits, by="row"):
    """rows (n, d) as they come back from so many bits a number: whole multiples of a scale, as many steps on
    either side of zero.

    by: what has a scale of its own, "row" (a token), "channel" (a column) or "all"
    """
    levels = 2 ** (bits - 1) - 1
    along = {"row": 1, "channel": 0, "all": None}[by]
    scales = np.abs(rows).max(axis=along, keepdims=True) / levels
    scales = np.where(scales == 0, 1, scales).astype(rows.dtype)
    return np.round(rows / scales) * scales


def losses(model, tokens, keys=lambda rows: rows, values=lambda rows: rows):
    """How surprised the model is by each token but the first, in nats, while its caches come back as `keys`
    and `values` say.

    keys, values: (n, d_model) -> (n, d_model), what goes into a cache -> what is read from it; keys are
                  rotated
    Returns (len(tokens) - 1,).
    """
    x, positions = model.embed(tokens), np.arange(len(tokens))
    for block in model.blocks:
        normed = rms_norm(x, block.attention_gain)
        Q, K = (rotate(split_heads(normed @ W, block.n_heads), positions) for W in (block.W_q, block.W_k))
        K, V = (split_heads(a, block.n_heads) for a in (keys(join_heads(K)), values(normed @ block.W_v)))
        x = x + join_heads(attend_causally(Q, K, V)) @ block.W_o
        x = x + feed_forward(x, block)
    logits = model.read_out(x[:-1]).astype(float)
    logits -= logits.max(axis=1, keepdims=True)
    return np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(tokens) - 1), tokens[1:]]


class LossAdded:
    """How much worse a model reads texts when its caches don't come back as they went in.

    texts: a list of str, two or more; exact: the loss with exact caches, nats a character

    loss_added(keys, values) -> (nats a character more, standard error of that over the texts). Each text is
    compared with its own loss with exact caches, so what makes one text harder than another is not in the
    error.
    """

    def __init__(self, model, texts):
        self.model, self.texts = model, texts
        self._tokens = [model.encode(text) for text in texts]
        self._characters = np.array([len(text) for text in texts])
        self._exact = self._nats()
        self.exact = float(self._exact.mean())

    def __call__(self, keys=lambda rows: rows, values=lambda rows: rows):
        added = self._nats(keys, values) - self._exact
        return float(added.mean()), float(added.std(ddof=1) / np.sqrt(len(added)))

    def _nats(self, *kept):
        return (
            np.array([losses(self.model, tokens, *kept).sum() for tokens in self._tokens]) / self._characters
        )


def measured_losses():
    """What was measured with many more texts: {(bits, by, "keys", "values" or "both"): (nats a character
    more, its error)}."""
    with LOSSES.open(encoding="utf8") as file:
        return {
            (int(row["bits"]), row["by"], row["rounded"]): (float(row["nats"]), float(row["error"]))
            for row in csv.DictReader(file)
        }


def shouting_keys(n=512, d=32, channel=5, times=20, seed=0):
    """Made-up queries, keys and values (n, d) in which one channel of the keys is so many times as large as
    the others.

    Large models have such channels; the whale has none. Queries are small there, as in those models, so that
    scores stay as they were.
    """
    rng = np.random.default_rng(seed)
    Q, K, V = rng.normal(size=(3, n, d))
    K[:, channel] *= times
    Q[:, channel] /= times
    return Q, K, V
