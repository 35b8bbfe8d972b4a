"""Sizes of language models as their makers published them. Nothing here was measured."""

from dataclasses import dataclass

BYTES_PER_NUMBER = 2
"""Weights and caches in 16-bit floats, as these models are usually served."""


@dataclass(frozen=True)
class PublishedModel:
    """A decoder-only transformer. parameters: all of them, embeddings too; context: tokens; source: where the sizes stand."""

    name: str
    parameters: float
    n_layers: int
    d_model: int
    n_heads: int
    n_kv_heads: int
    d_head: int
    d_ff: int
    context: int
    source: str

    @property
    def weight_bytes(self):
        return BYTES_PER_NUMBER * self.parameters

    @property
    def cache_bytes_a_token(self):
        """Keys and values of one token, all layers and heads."""
        return 2 * self.n_layers * self.n_kv_heads * self.d_head * BYTES_PER_NUMBER


MODELS = (
    PublishedModel(
        "GPT-2 XL",
        1.56e9,
        48,
        1600,
        25,
        25,
        64,
        6400,
        1024,
        "Radford et al. 2019; config.json of openai-community/gpt2-xl",
    ),
    PublishedModel(
        "Llama 2 7B",
        6.74e9,
        32,
        4096,
        32,
        32,
        128,
        11008,
        4096,
        "Touvron et al. 2023, arXiv 2307.09288; config.json of meta-llama/Llama-2-7b-hf",
    ),
    PublishedModel(
        "Mistral 7B",
        7.24e9,
        32,
        4096,
        32,
        8,
        128,
        14336,
        32768,
        "Jiang et al. 2023, arXiv 2310.06825; config.json of mistralai/Mistral-7B-v0.1 (window of 4096 tokens)",
    ),
    PublishedModel(
        "Llama 3.1 8B",
        8.03e9,
        32,
        4096,
        32,
        8,
        128,
        14336,
        131072,
        "Grattafiori et al. 2024, arXiv 2407.21783, table 3; config.json of meta-llama/Llama-3.1-8B",
    ),
    PublishedModel(
        "Llama 3.1 70B",
        70.6e9,
        80,
        8192,
        64,
        8,
        128,
        28672,
        131072,
        "Grattafiori et al. 2024, arXiv 2407.21783, table 3; config.json of meta-llama/Llama-3.1-70B",
    ),
)


def table():
    """The models as text, one a line, narrow enough for half a screen."""
    rows = [
        ("", "layers", "width", "heads", "KV", "d_head", "d_ff", "weights,", "cache a"),
        ("", "", "", "", "heads", "", "", "GB", "token, kB"),
    ]
    for m in MODELS:
        rows.append(
            (
                m.name,
                m.n_layers,
                m.d_model,
                m.n_heads,
                m.n_kv_heads,
                m.d_head,
                m.d_ff,
                f"{m.weight_bytes / 1e9:.1f}",
                f"{m.cache_bytes_a_token / 1e3:.0f}",
            )
        )
    return "\n".join(
        f"{name:13}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, (7, 6, 6, 6, 7, 6, 9, 10)))
        for name, *cells in rows
    )
