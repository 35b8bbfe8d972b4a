"""What misconceptions of this lesson are made from: records to try them on, and right answers in parts."""

from decodelab.published import GIB, Machine, Model


def cached_numbers(model, heads=None):
    """Numbers kept for one token; heads: how many keep keys and values, by default the KV heads."""
    return 2 * model.n_layers * (heads or model.n_kv_heads) * model.d_head


def some_model(rng, active=False, kv_share=None):
    """A Model of awkward sizes. Its d_model is not the width of its heads, and its embedding table is a
    tenth.

    kv_share: heads for each KV head, by default 2 to 5
    """
    n_layers, n_kv_heads, d_head = (
        int(rng.integers(low, high)) for low, high in ((9, 40), (2, 9), (33, 130))
    )
    n_heads = n_kv_heads * int(kv_share or rng.integers(2, 6))
    parameters = 8 * int(rng.integers(400_000_000, 5_000_000_000))
    return Model(
        "a model",
        parameters,
        int(parameters * rng.uniform(0.08, 0.12)),
        n_layers,
        n_heads,
        n_kv_heads,
        d_head,
        active=int(parameters * rng.uniform(0.07, 0.2)) if active else 0,
        d_model=n_heads * d_head + 7 * d_head,
        d_ff=4 * n_heads * d_head,
        context=8192,
    )


def some_machine(rng, flops_a_byte=None, memory=80 * GIB):
    """A Machine; flops_a_byte: where its roofline bends, by default hundreds."""
    rate = float(rng.uniform(2e11, 4e12))
    return Machine("a machine", rate, rate * (flops_a_byte or float(rng.uniform(150, 500))), memory)
