"""A small language model on plain NumPy arrays: Moby-Dick, one fragment of a word after the other.

    model = load()
    for text, seconds in stream(model, write(model, "Call me Ishmael.", 200)):
        print(text, end="")

This is the *uncached* model: `write` reads the whole text again for every token, and is as slow as that
sounds. Lesson 06 makes it fast. training/ holds the script that made the weights, and their story.

The model is a decoder-only transformer: blocks of causal attention and a feed-forward layer, each behind
an RMS norm (Zhang & Sennrich 2019) and added to its input; positions enter by rotating queries and keys
(RoPE: Su et al. 2021); feed-forward is relu(x W_in)² W_out (So et al. 2021); no biases. All arrays are
float32, tokens first: `X (n, d_model)` is one row a token, a projection is `X @ W`.
"""

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

WEIGHTS = Path(__file__).parent / "weights" / "moby.npz"


# -- what the model is made of ------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """The weights of one layer.

    attention_gain    (d_model,)       of the norm before attention
    W_q, W_k, W_v     (d_model, d_model)   head h has columns h·d_head … (h+1)·d_head
    W_o               (d_model, d_model)
    feed_forward_gain (d_model,)       of the norm before the feed-forward layer
    W_in, W_out       (d_model, d_ff), (d_ff, d_model)
    """

    n_heads: int
    attention_gain: np.ndarray
    W_q: np.ndarray
    W_k: np.ndarray
    W_v: np.ndarray
    W_o: np.ndarray
    feed_forward_gain: np.ndarray
    W_in: np.ndarray
    W_out: np.ndarray

    @property
    def d_head(self):
        return self.W_q.shape[1] // self.n_heads


@dataclass(frozen=True)
class Model:
    """vocabulary: the token texts, token t is vocabulary[t]; context: the most tokens it can see.

    embedding  (n_vocabulary, d_model)   row t stands for token t, on the way in and on the way out
    final_gain (d_model,)            of the norm after the last block
    """

    vocabulary: tuple
    context: int
    embedding: np.ndarray
    blocks: tuple
    final_gain: np.ndarray

    @property
    def d_model(self):
        return self.embedding.shape[1]

    def encode(self, text):
        """Text -> list of tokens: at each place the longest token that fits."""
        ids = {fragment: i for i, fragment in enumerate(self.vocabulary)}
        longest = max(map(len, ids))
        tokens, at = [], 0
        while at < len(text):
            fits = [w for w in range(longest, 0, -1) if text[at : at + w] in ids]
            if not fits:
                raise ValueError(
                    f"the model has no token for {text[at]!r}, character {at} of the text. It knows "
                    f"{''.join(sorted(c for c in ids if len(c) == 1)).strip()!r}, spaces and new lines."
                )
            tokens.append(ids[text[at : at + fits[0]]])
            at += fits[0]
        return tokens

    def decode(self, tokens):
        """Tokens -> text."""
        return "".join(self.vocabulary[t] for t in tokens)

    def embed(self, tokens):
        """n tokens -> X (n, d_model): what the first block gets."""
        return self.embedding[np.asarray(tokens, dtype=int)]

    def read_out(self, X):
        """X (..., d_model) after the last block -> logits (..., n_vocabulary) of the token that comes
        next."""
        return rms_norm(X, self.final_gain) @ self.embedding.T

    def logits(self, tokens):
        """Logits (n, n_vocabulary) of the next token after each of n tokens: the whole text in one pass, no
        cache."""
        if not 1 <= len(tokens) <= self.context:
            raise ValueError(
                f"{len(tokens)} tokens: the model reads at least 1 and at most {self.context} at a time. "
                "Leave out the beginning of a longer text."
            )
        X = self.embed(tokens)
        for block in self.blocks:
            X = block_forward(X, block)
        return self.read_out(X)


def load(path=WEIGHTS):
    """The Model in `path`, after a look at its SHA-256, which provenance.json beside it records."""
    path = Path(path)
    provenance = path.with_name("provenance.json")
    expected, found = (
        json.loads(provenance.read_text())["sha256"],
        hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    if found != expected:
        raise ValueError(
            f"{path} is not the file that {provenance.name} describes: its SHA-256 is {found}, expected "
            f"{expected}. Get the file again: git checkout -- {path.name}, in its folder."
        )
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    vocabulary, n_heads, context = (arrays.pop(name) for name in ("vocabulary", "n_heads", "context"))
    arrays = {
        name: a.astype(np.float32) for name, a in arrays.items()
    }  # float16 on disk, to keep the file small
    blocks = []
    while any(name.startswith(f"blocks.{len(blocks)}.") for name in arrays):
        prefix = f"blocks.{len(blocks)}."
        blocks.append(
            Block(
                int(n_heads),
                **{name.removeprefix(prefix): a for name, a in arrays.items() if name.startswith(prefix)},
            )
        )
    return Model(
        tuple(map(str, vocabulary)), int(context), arrays["embedding"], tuple(blocks), arrays["final_gain"]
    )


# -- one block, all tokens at once --------------------------------------------------------------------


def block_forward(X, block):
    """All n tokens of a text through one block, no cache. X (n, d_model) -> (n, d_model)."""
    normed = rms_norm(X, block.attention_gain)
    Q, K = _queries_and_keys(normed, block)
    V = split_heads(normed @ block.W_v, block.n_heads)
    X = X + join_heads(attend_causally(Q, K, V)) @ block.W_o
    return X + feed_forward(X, block)


def _queries_and_keys(normed, block):
    """X (n, d_model) behind the norm -> rotated queries and keys, each (n_heads, n, d_head)."""
    positions = np.arange(len(normed))
    return [rotate(split_heads(normed @ W, block.n_heads), positions) for W in (block.W_q, block.W_k)]


def attend_causally(Q, K, V):
    """Q, K, V (n_heads, n, d_head) -> (n_heads, n, d_head). One head after the other: n² scores at a time are
    enough."""
    hidden = ~np.tri(Q.shape[1], dtype=bool)
    mixed = np.empty_like(V)
    for q, k, v, out in zip(Q, K, V, mixed):
        out[...] = _weights(q, k, hidden) @ v
    return mixed


def _weights(q, k, hidden):
    """One head's weights (n, n): q, k (n, d_head); hidden (n, n) bool, True where a query may not look."""
    scores = q @ k.T
    scores *= np.float32(1 / np.sqrt(q.shape[-1]))
    scores[hidden] = -np.inf
    scores -= scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores, out=scores)
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights


def looks(model, text):
    """Who looks at whom while the model reads: (n token texts, weights (n_layers, n_heads, n, n), row i those
    of query i)."""
    tokens = model.encode(text)
    X, hidden, weights = model.embed(tokens), ~np.tri(len(tokens), dtype=bool), []
    for block in model.blocks:
        Q, K = _queries_and_keys(rms_norm(X, block.attention_gain), block)
        weights.append([_weights(q, k, hidden) for q, k in zip(Q, K)])
        X = block_forward(X, block)
    return [model.decode([token]) for token in tokens], np.array(weights)


def feed_forward(X, block):
    """X (..., d_model) -> what the block's feed-forward layer adds to it, norm included."""
    hidden = np.maximum(rms_norm(X, block.feed_forward_gain) @ block.W_in, 0)
    return (hidden * hidden) @ block.W_out


def rms_norm(X, gain):
    """X (..., d) over the root of its mean square along the last axis, times gain (d,)."""
    return X / np.sqrt(np.mean(X * X, axis=-1, keepdims=True) + np.float32(1e-5)) * gain


def split_heads(X, n_heads):
    """(n, d_model) -> (n_heads, n, d_head), a view: head h has columns h·d_head … (h+1)·d_head."""
    if len(X) == 0:
        raise ValueError(
            f"split_heads was given an array without tokens, {X.shape}. "
            "If a cache gave it: nothing was appended yet."
        )
    return X.reshape(len(X), n_heads, -1).swapaxes(0, 1)


def join_heads(X):
    """(n_heads, n, d_head) -> (n, d_model): the heads side by side again."""
    return X.swapaxes(0, 1).reshape(X.shape[1], -1)


def rotate(X, positions):
    """Put positions into queries or keys: X (n_heads, n, d_head), positions (n,) whole numbers -> same shape.

    The pair (x[j], x[j + d_head/2]) turns by the angle position / 10000^(2j/d_head). A query and a key that
    were both rotated have a score that depends on how far apart they are; a key keeps its rotation for good.
    """
    half = X.shape[-1] // 2
    angles = np.asarray(positions)[:, None] * 10_000.0 ** (-np.arange(half) / half)
    cos, sin = np.cos(angles).astype(X.dtype), np.sin(angles).astype(X.dtype)
    first, second = X[..., :half], X[..., half:]
    return np.concatenate([first * cos - second * sin, first * sin + second * cos], axis=-1)


# -- choosing tokens and writing ----------------------------------------------------------------------


def greedy(logits):
    """The most likely token of logits (n_vocabulary,)."""
    return int(np.argmax(logits))


def sampler(temperature=1.0, top_k=None, seed=0):
    """A function that draws a token from logits (n_vocabulary,): the same seed draws the same tokens.

    temperature: logits are divided by it; below 1 the likely tokens get likelier
    top_k      : draw from the k most likely tokens only; None draws from all
    """
    if not temperature > 0:
        raise ValueError(
            f"temperature is {temperature}: it has to be above 0. The most likely token is `greedy`'s choice."
        )
    if top_k is not None and top_k < 1:
        raise ValueError(f"top_k is {top_k}: at least 1 token has to be left to draw from.")
    rng = np.random.default_rng(seed)

    def draw(logits):
        logits = np.asarray(logits, dtype=np.float64) / temperature
        candidates = np.argsort(-logits, kind="stable")[:top_k]
        chances = np.exp(logits[candidates] - logits[candidates[0]])
        return int(rng.choice(candidates, p=chances / chances.sum()))

    return draw


def write(model, prompt, n_new, choose=greedy):
    """Yield n_new tokens that continue the text `prompt`, reading everything again for each of them.

    choose: logits (n_vocabulary,) -> token, e.g. greedy or sampler(…)
    """
    tokens = model.encode(prompt)
    if not tokens:
        raise ValueError(
            "the prompt is empty: the model continues a text, so give it at least one character."
        )
    if len(tokens) + n_new > model.context:
        raise ValueError(
            f"a prompt of {len(tokens)} tokens and {n_new} new ones make {len(tokens) + n_new}; the model "
            f"sees at most {model.context}. Shorten the prompt or ask for fewer tokens."
        )
    for _ in range(n_new):
        tokens.append(choose(model.logits(tokens)[-1]))
        yield tokens[-1]


def stream(model, tokens, timer=time.perf_counter):
    """Yield (text, seconds) for each of `tokens` as it is made: its text and how long it took."""
    tokens = iter(tokens)
    while True:
        start = timer()
        token = next(tokens, None)
        seconds = timer() - start
        if token is None:
            return
        yield model.decode([token]), seconds
