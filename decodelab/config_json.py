"""Sizes of a model out of its config.json, as hubs for models keep one beside the weights, or out of plain
numbers."""

import json

from decodelab.published import Model

SIZES = ("parameters", "embedding", "n_layers", "n_heads", "n_kv_heads", "d_head", "active")

# The same size has other names in other families of models; the first that stands there is taken.
NAMES = {
    "n_layers": ("num_hidden_layers", "n_layer"),
    "d_model": ("hidden_size", "n_embd"),
    "n_heads": ("num_attention_heads", "n_head"),
    "n_kv_heads": ("num_key_value_heads",),
    "d_head": ("head_dim",),
    "d_ff": ("intermediate_size", "n_inner"),
    "vocabulary": ("vocab_size",),
    "context": ("max_position_embeddings", "n_positions"),
    "experts": ("num_local_experts", "num_experts", "n_routed_experts"),
    "experts_a_token": ("num_experts_per_tok", "experts_per_token"),
    "d_expert": ("moe_intermediate_size",),
}


def model_of(text, name="your model"):
    """The Model that a text describes: a config.json, or sizes such as {"parameters": 8e9, "n_layers": 32,
    …}.

    From a config.json the parameters are counted: four projections and a gated feed-forward layer of three
    matrices a layer (two for GPT-2), two norms, the embedding table, and an output matrix unless it is the
    same. Biases and small extras are left out: under 0.1 %. Raises ValueError that says what is missing.
    """
    try:
        given = json.loads(text)
    except ValueError as error:
        raise ValueError(f"this is no JSON ({error}). Paste a whole config.json, braces included.") from None
    if not isinstance(given, dict):
        raise ValueError(f"expected names and numbers in braces, found {type(given).__name__}.")
    given = given.get(
        "text_config", given
    )  # models that also see pictures keep the sizes of the language model here
    if "parameters" in given:
        return _plain(given, name)
    sizes = {
        size: next((given[n] for n in names if given.get(n) is not None), None)
        for size, names in NAMES.items()
    }
    missing = [
        NAMES[size][0] for size in ("n_layers", "d_model", "n_heads", "vocabulary") if not _whole(sizes[size])
    ]
    if missing:
        raise ValueError(
            f"no whole number for {', '.join(missing)}. Is this the config.json of a language model?"
        )
    return _counted(given, sizes, name)


def window_of(text):
    """Tokens that some layers look back at most, as a config.json says (Mistral, Gemma); 0: all."""
    given = json.loads(text)
    given = given.get("text_config", given)
    window = given.get("sliding_window")
    return int(window) if _whole(window) and given.get("use_sliding_window", True) else 0


def _plain(given, name):
    numbers = {size: given[size] for size in SIZES if size in given}
    numbers.setdefault("n_kv_heads", numbers.get("n_heads"))
    missing = [
        s for s in ("parameters", "n_layers", "n_heads", "n_kv_heads", "d_head") if not _whole(numbers.get(s))
    ]
    if missing:
        raise ValueError(f"no whole number for {', '.join(missing)}.")
    return Model(name, **{"embedding": 0, **{size: int(number) for size, number in numbers.items()}})


def _counted(given, sizes, name):
    d, layers, heads = (int(sizes[s]) for s in ("d_model", "n_layers", "n_heads"))
    kv, d_head = int(sizes["n_kv_heads"] or heads), int(sizes["d_head"] or d // heads)
    matrices = 2 if given.get("model_type") == "gpt2" else 3
    d_ff = int(sizes["d_ff"] or 4 * d)
    attention = 2 * d * d_head * (heads + kv) + 2 * d
    experts, used = int(sizes["experts"] or 0), int(sizes["experts_a_token"] or 0)
    expert = matrices * d * int(sizes["d_expert"] or d_ff)
    table = int(sizes["vocabulary"]) * d
    tied = given.get("tie_word_embeddings", matrices == 2)
    rest = layers * attention + d + table

    def total(forward):
        return rest + layers * forward

    if experts:
        parameters = total(experts * (expert + d)) + (0 if tied else table)
        active = total(used * expert + experts * d)
    else:
        parameters, active = total(expert) + (0 if tied else table), 0
    return Model(
        name,
        parameters,
        0 if tied else table,
        layers,
        heads,
        kv,
        d_head,
        active,
        d,
        d_ff,
        int(sizes["context"] or 0),
        "counted from its config.json",
    )


def _whole(number):
    return (
        isinstance(number, (int, float))
        and not isinstance(number, bool)
        and number >= 1
        and number == int(number)
    )
