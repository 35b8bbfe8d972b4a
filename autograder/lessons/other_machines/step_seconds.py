"""step_seconds: the least time of one decode step, from sizes and a data sheet.

Over 400 lines: there are forty ways to count bytes or FLOPs wrong.
"""

import math
from functools import partial

from autograder.kit.closed_forms import as_number
from autograder.kit.exercise import aspect, call, exercise, fail
from autograder.kit.misconception import Misconception, known
from autograder.lessons.other_machines.parts import some_machine, some_model
from decodelab import floor
from decodelab.published import MACHINES, MODELS, Machine, Model

BY_HAND = Model("the lesson's own", 100, 20, 2, 4, 1, 3), Machine("the lesson's own", 100, 1000, 1000)


def _waits_for_memory(rng, batch, context, *rest):
    return some_model(rng), some_machine(rng), batch, context, *rest


def _waits_for_arithmetic(rng, batch, context, *rest):
    return some_model(rng), some_machine(rng, flops_a_byte=0.4), batch, context, *rest


MEMORY = (
    (1, 1000),
    (1, 30_000, 16, 8),
    (7, 900, 8, 16),
    (16, 5000, 4.5, 16),
    (3, 12_000, 8.5, 4, 2),
    (5, 4000, 16, 16, 8),
)
"""(batch, context, weight_bits, cache_bits, n_machines), from the left as many as are handed over."""

ARITHMETIC = ((1, 2000), (6, 9000, 8, 8), (24, 700, 4, 16), (9, 40_000, 16, 8, 4), (40, 1, 16, 16, 2))


def _probe(step_seconds, rng):
    yield step_seconds(*BY_HAND, 2, 5, 16, 16, 3)  # small enough to see whether anything is rounded
    for case in MEMORY:
        yield step_seconds(*_waits_for_memory(rng, *case))
    for case in ARITHMETIC:
        yield step_seconds(*_waits_for_arithmetic(rng, *case))
    yield step_seconds(some_model(rng, active=True), some_machine(rng), 2, 3000)
    yield step_seconds(some_model(rng, active=True), some_machine(rng, 0.4), 4, 3000, 8, 8, 2)


@exercise("step_seconds", probe=_probe)
def step_seconds(step_seconds, *, rng):
    """Every weight but the embedding table read once, every cache once; the slower of memory and
    arithmetic."""
    take = partial(_take, step_seconds)
    with aspect("memory", "all weights but the embedding table read once, every cache once"):
        take(*BY_HAND, 2, 5)
        take(MODELS["Llama 3 8B"], MACHINES["RTX 4090 24GB"], 1, 4096)
        take(MODELS["Qwen2.5 3B"], MACHINES["M2 Ultra 76-core"], 4, 2000)  # no table, arithmetic unknown
        for case in MEMORY[:4]:
            take(*_waits_for_memory(rng, *case))
    with aspect("arithmetic", "2 FLOPs a weight and sequence, 4 a cached token, layer, head and width"):
        take(BY_HAND[0], Machine("slow to compute", 1e9, 1000, 1000), 2, 5)
        for case in ARITHMETIC[:3]:
            take(*_waits_for_arithmetic(rng, *case))
    with aspect("machines", "bytes and FLOPs shared evenly by all machines"):
        for n_machines in (2, 3):
            take(*BY_HAND, 2, 5, 16, 16, n_machines)
        for case in MEMORY[4:]:
            take(*_waits_for_memory(rng, *case))
        for case in ARITHMETIC[3:]:
            take(*_waits_for_arithmetic(rng, *case))
    with aspect("mixture", "model.active is not looked at"):
        for flops_a_byte in (None, 0.4):
            take(some_model(rng, active=True), some_machine(rng, flops_a_byte), 3, 2000)
    with aspect("empty", "with nothing cached, the weights alone"):
        take(some_model(rng), some_machine(rng), 1, 0)
        take(some_model(rng), some_machine(rng, 0.4), 5, 0, 8, 8, 2)


def _take(step_seconds, model, machine, batch, context, *rest):
    named = dict(zip(("weight_bits", "cache_bits", "n_machines"), rest))
    words = "".join(f", {name}={value:g}" for name, value in named.items())
    shown = f"step_seconds(model, machine, {batch}, {context}{words})"
    got = as_number(call(step_seconds, model, machine, batch, context, *rest, shown=shown), shown)
    expected = floor.step_seconds(model, machine, batch, context, *rest)
    if not math.isclose(got, expected, rel_tol=1e-9):
        sizes = (
            f"{model.parameters:_} parameters, {model.embedding:_} in the table, {model.n_layers} layers, "
            f"{model.n_heads} heads, {model.n_kv_heads} KV heads of {model.d_head}; "
            f"{machine.bytes_per_second:.4g} bytes/s, {machine.flops_per_second:.4g} FLOP/s"
        )
        fail(f"{shown} is {got:.8g} s; expected {expected:.8g} s ({sizes}).")


def _in_parts(
    model,
    machine,
    batch,
    context,
    weight_bits=16,
    cache_bits=16,
    n_machines=1,
    *,
    read=lambda m: m.parameters - m.embedding,
    computed=lambda m: m.parameters - m.embedding,
    weight_bytes=lambda weights, bits: weights * bits / 8,
    readings=lambda batch, n: 1,
    kept=lambda m: 2 * m.n_layers * m.n_kv_heads * m.d_head,
    cache_bytes=lambda numbers, bits, weight_bits: numbers * bits / 8,
    caches=lambda batch, n: batch,
    tokens=lambda context: context,
    tokens_computed=None,
    queries=lambda context: 1,
    flops_a_weight=2,
    attention=lambda m: 4 * m.n_layers * m.n_heads * m.d_head,
    rows=lambda batch: (batch, batch),
    moved=lambda bytes_, n: bytes_,
    rate=lambda per_second, n: per_second * n,
    peak=lambda per_second, n: per_second * n,
    join=max,
    shown=lambda seconds, batch: seconds,
):
    weights = readings(batch, n_machines) * weight_bytes(read(model), weight_bits)
    cached = caches(batch, n_machines) * tokens(context) * cache_bytes(kept(model), cache_bits, weight_bits)
    of_weights, of_attention = (queries(context) * row for row in rows(batch))
    flops = of_weights * flops_a_weight * computed(model)
    flops += of_attention * (tokens_computed or tokens)(context) * attention(model)
    memory = moved(weights + cached, n_machines) / rate(machine.bytes_per_second, n_machines)
    return shown(join(memory, flops / peak(machine.flops_per_second, n_machines)), batch)


def _used(m):
    return m.active or m.parameters - m.embedding


MISCONCEPTIONS = known(
    _in_parts,
    (
        "weights_for_each_sequence",
        {"readings": lambda batch, n: batch},
        "Your weights are read once for every sequence.",
        "A batch multiplies one reading of a matrix with all its rows. What does the second sequence read "
        "that the first did not?",
    ),
    (
        "one_cache_for_all",
        {"caches": lambda batch, n: 1},
        "Your step reads one cache, however many sequences there are.",
        "Whose keys and values could two texts share?",
    ),
    (
        "times_added",
        {"join": lambda a, b: a + b},
        "You added the two times.",
        "While the next bytes are on their way, what can the processor do with those that have arrived?",
    ),
    (
        "shorter_time",
        {"join": min},
        "You took the shorter of the two times.",
        "Two things have to be finished. When is the last of them?",
    ),
    (
        "memory_only",
        {"join": lambda memory, arithmetic: memory},
        "Your time is that of memory, always.",
        "What if many sequences compute with every byte?",
    ),
    (
        "arithmetic_only",
        {"join": lambda memory, arithmetic: arithmetic},
        "Your time is that of arithmetic, always.",
        "What does a step of one sequence wait for?",
    ),
    (
        "all_heads_cached",
        {"kept": lambda m: 2 * m.n_layers * m.n_heads * m.d_head},
        "Your cache has keys and values for every head.",
        "How many sets of keys and values are there where several heads share one?",
    ),
    (
        "keys_only",
        {"kept": lambda m: m.n_layers * m.n_kv_heads * m.d_head},
        "Your cache has keys or values, not both.",
        "What does each of the two products of attention read?",
    ),
    (
        "cache_of_one_layer",
        {"kept": lambda m: 2 * m.n_kv_heads * m.d_head},
        "Your cache has one layer.",
        "How many layers keep keys and values?",
    ),
    (
        "cache_of_one_head",
        {"kept": lambda m: 2 * m.n_layers * m.d_head},
        "Your cache has one set of keys and values a layer.",
        "How many KV heads does a layer have?",
    ),
    (
        "cache_without_width",
        {"kept": lambda m: 2 * m.n_layers * m.n_kv_heads},
        "A key has one number in your cache.",
        "How wide is a key?",
    ),
    (
        "cache_forgotten",
        {"caches": lambda batch, n: 0},
        "Your step reads the weights and nothing else.",
        "What does attention read?",
    ),
    (
        "width_of_the_model",
        [
            {"kept": lambda m: 2 * m.n_layers * m.d_model},
            {"attention": lambda m: 4 * m.n_layers * m.d_model},
            {
                "kept": lambda m: 2 * m.n_layers * m.d_model,
                "attention": lambda m: 4 * m.n_layers * m.d_model,
            },
        ],
        "You took d_model for the width of all heads or of what is cached.",
        "What is cached has n_kv_heads times d_head numbers, and queries have n_heads times d_head. Is "
        "d_model always that?",
    ),
    (
        "multiply_adds_for_flops",
        {"flops_a_weight": 1},
        "You counted one FLOP for each weight.",
        "How many floating-point operations is one multiply-add?",
    ),
    (
        "half_the_flops",
        {"flops_a_weight": 1, "attention": lambda m: 2 * m.n_layers * m.n_heads * m.d_head},
        "Your arithmetic takes half as long as it should: you counted multiply-adds.",
        "How many floating-point operations is one multiply-add?",
    ),
    (
        "half_of_attention",
        {"attention": lambda m: 2 * m.n_layers * m.n_heads * m.d_head},
        "You counted 2 FLOPs for each cached token, layer, head and width.",
        "With which two arrays does attention do a multiply-add for each number?",
    ),
    (
        "attention_flops_forgotten",
        {"attention": lambda m: 0},
        "Your FLOPs are those of the weights alone.",
        "What does attention compute with each cached token?",
    ),
    (
        "weight_flops_forgotten",
        {"flops_a_weight": 0},
        "Your FLOPs are those of attention alone.",
        "What is each weight used for?",
    ),
    (
        "kv_heads_in_flops",
        {"attention": lambda m: 4 * m.n_layers * m.n_kv_heads * m.d_head},
        "Your FLOPs of attention are counted with KV heads.",
        "How many queries meet each cached token? Does it save arithmetic that several share their keys?",
    ),
    (
        "attention_of_one_layer",
        {"attention": lambda m: 4 * m.n_heads * m.d_head},
        "Your FLOPs of attention are those of one layer.",
        "How many layers have attention?",
    ),
    (
        "flops_of_one_sequence",
        [
            {"rows": lambda batch: (1, 1)},
            {"rows": lambda batch: (1, batch)},
            {"rows": lambda batch: (batch, 1)},
        ],
        "You counted FLOPs of one sequence, in the weights or in attention.",
        "The weights are read once for all. Are they also multiplied once for all?",
    ),
    (
        "machines_share_bytes_only",
        {"peak": lambda per_second, n: per_second},
        "Your machines share the bytes, and each does all of the arithmetic.",
        "Who does the FLOPs of the half of a matrix that the other machine holds?",
    ),
    (
        "machines_share_flops_only",
        {"rate": lambda per_second, n: per_second},
        "Your machines share the arithmetic, and each reads all of the bytes.",
        "What does each of two machines have to read?",
    ),
    (
        "machines_ignored",
        {"rate": lambda per_second, n: per_second, "peak": lambda per_second, n: per_second},
        "Your time is the same for one machine and for eight.",
        "What does each of n machines read and compute?",
    ),
    (
        "machines_slow_each_other",
        [
            {"rate": lambda per_second, n: per_second / n, "peak": lambda per_second, n: per_second / n},
            {"rate": lambda per_second, n: per_second / n},
            {"peak": lambda per_second, n: per_second / n},
        ],
        "Your time grows with every machine.",
        "What does each of n machines read and compute?",
    ),
    (
        "embedding_read",
        [
            {"read": lambda m: m.parameters, "computed": lambda m: m.parameters},
            {"read": lambda m: m.parameters},
            {"computed": lambda m: m.parameters},
        ],
        "The whole embedding table is read, or computed with, in every step of yours.",
        "How many of its rows does one token need?",
    ),
    (
        "embedding_alone",
        {"read": lambda m: m.embedding, "computed": lambda m: m.embedding},
        "You read the embedding table and none of the other weights.",
        "Which weights does every token meet?",
    ),
    (
        "bits_for_bytes",
        [
            {
                "weight_bytes": lambda weights, bits: weights * bits,
                "cache_bytes": lambda numbers, bits, _: numbers * bits,
            },
            {"weight_bytes": lambda weights, bits: weights * bits},
            {"cache_bytes": lambda numbers, bits, _: numbers * bits},
        ],
        "You divided bits by bytes a second.",
        "How many bits are a byte?",
    ),
    (
        "numbers_for_bytes",
        {"weight_bytes": lambda weights, bits: weights, "cache_bytes": lambda numbers, bits, _: numbers},
        "You counted numbers where bytes are read.",
        "How many bytes does one number take?",
    ),
    (
        "bits_as_bytes_backwards",
        {
            "weight_bytes": lambda weights, bits: weights * 8 / bits,
            "cache_bytes": lambda numbers, bits, _: numbers * 8 / bits,
        },
        "Your bytes get more with fewer bits.",
        "How many bytes are 4 bits?",
    ),
    (
        "whole_bytes_a_number",
        [
            {**weights, **cached}
            for whole in (lambda bits: bits // 8, lambda bits: round(bits / 8), lambda bits: -(-bits // 8))
            for weights, cached in (
                (
                    {"weight_bytes": lambda weights, bits, whole=whole: weights * whole(bits)},
                    {"cache_bytes": lambda numbers, bits, _, whole=whole: numbers * whole(bits)},
                ),
                ({"weight_bytes": lambda weights, bits, whole=whole: weights * whole(bits)}, {}),
                ({}, {"cache_bytes": lambda numbers, bits, _, whole=whole: numbers * whole(bits)}),
            )
        ],
        "You rounded the bytes of one number: what has 4 bits, or 8.5, takes no whole number of them.",
        "In which order do you multiply and divide, and what is 4 // 8?",
    ),
    (
        "whole_bits",
        {
            "weight_bytes": lambda weights, bits: weights * int(bits) / 8,
            "cache_bytes": lambda numbers, bits, _: numbers * int(bits) / 8,
        },
        "You cut the bits of a number down to whole ones.",
        "What are 4.5 bits, on average over many weights?",
    ),
    (
        "every_machine_reads_all_weights",
        {"readings": lambda batch, n: n},
        "Each of your machines reads all the weights.",
        "The weights are spread over the machines. What does one of n machines hold of them?",
    ),
    (
        "every_machine_reads_all_caches",
        {"caches": lambda batch, n: batch * n},
        "Each of your machines reads all the caches.",
        "The caches are spread over the machines. What does one of n machines hold of them?",
    ),
    (
        "heads_and_kv_heads_added",
        [
            {"kept": lambda m: 2 * m.n_layers * (m.n_heads + m.n_kv_heads) * m.d_head},
            {"kept": lambda m: m.n_layers * (m.n_heads + 2 * m.n_kv_heads) * m.d_head},
            {"kept": lambda m: m.n_layers * (m.n_heads + m.n_kv_heads) * m.d_head},
            {"attention": lambda m: 2 * m.n_layers * (m.n_heads + m.n_kv_heads) * m.d_head},
            {"attention": lambda m: 4 * m.n_layers * (m.n_heads + m.n_kv_heads) * m.d_head},
        ],
        "You counted heads and KV heads together.",
        "What is kept: queries, keys, values? And how many queries meet each cached token?",
    ),
    (
        "heads_over_kv_heads",
        [
            {"kept": lambda m: 2 * m.n_layers * (m.n_heads // m.n_kv_heads) * m.d_head},
            {"attention": lambda m: 4 * m.n_layers * (m.n_heads // m.n_kv_heads) * m.d_head},
        ],
        "You took the number of heads that share one set of keys and values for the number of sets.",
        "32 heads and 8 KV heads: how many sets of keys and values are there?",
    ),
    (
        "width_forgotten_in_flops",
        {"attention": lambda m: 4 * m.n_layers * m.n_heads},
        "Your FLOPs of attention leave out how wide a head is.",
        "How many multiply-adds has the product of one query with one key?",
    ),
    (
        "all_tokens_computed",
        {"queries": lambda context: context, "tokens_computed": lambda context: context},
        "Your step computes every token of the text again, as without a cache.",
        "How many tokens of each sequence are new in a decode step?",
    ),
    (
        "flops_counted_twice",
        [
            {"flops_a_weight": 4},
            {"attention": lambda m: 8 * m.n_layers * m.n_heads * m.d_head},
            {"flops_a_weight": 4, "attention": lambda m: 8 * m.n_layers * m.n_heads * m.d_head},
        ],
        "Your FLOPs, of the weights or of attention, are twice what they should be.",
        "One multiply-add is two FLOPs. Where do you double once more?",
    ),
    (
        "cache_counted_twice",
        {"kept": lambda m: 4 * m.n_layers * m.n_kv_heads * m.d_head},
        "Your cache has four numbers where there is a key's and a value's.",
        "Where does your formula double once more?",
    ),
    (
        "one_width_for_both",
        [
            {"cache_bytes": lambda numbers, bits, weight_bits: numbers * weight_bits / 8},
            {"cache_bytes": lambda numbers, bits, weight_bits: 2 * numbers},
        ],
        "You did not look at cache_bits for the cache.",
        "Weights can have 4 bits and the cache 16. Which bits count for which?",
    ),
    (
        "weight_bits_ignored",
        {"weight_bytes": lambda weights, bits: 2 * weights},
        "Your weights have 2 bytes each, whatever weight_bits is.",
        "What do weights of 4 bits take?",
    ),
    (
        "active_read",
        [{"read": _used, "computed": _used}, {"read": _used}, {"computed": _used}],
        "You looked at model.active.",
        "The exercise says which weights to read. Where do the active ones come in, here or later?",
    ),
    (
        "one_token_more",
        [
            {"tokens": lambda context: context + 1},
            {"tokens_computed": lambda context: context + 1},
            {"tokens": lambda context: context + 1, "tokens_computed": lambda context: context},
        ],
        "You counted one cached token more than there are.",
        "`context` is how many tokens are read. What is left to add?",
    ),
    (
        "context_ignored",
        [
            {"tokens": lambda context: 1},
            {"tokens_computed": lambda context: 1},
            {"tokens": lambda context: 1, "tokens_computed": lambda context: context},
        ],
        "Each of your sequences has one cached token, in the bytes, in the FLOPs, or in both.",
        "How many tokens does a sequence have?",
    ),
    (
        "milliseconds",
        {"shown": lambda seconds, batch: 1000 * seconds},
        "Your time is in milliseconds.",
        "In which unit do bytes over bytes a second come?",
    ),
    (
        "step_divided_by_batch",
        {"shown": lambda seconds, batch: seconds / batch},
        "You divided the step by the number of sequences.",
        "All sequences are written in the same step. How long does it take?",
    ),
    (
        "rounded",
        [
            {"moved": lambda bytes_, n: bytes_ // n * n},
            {"shown": lambda seconds, batch: round(seconds)},
            {"shown": lambda seconds, batch: int(seconds)},
        ],
        "Your time, or the bytes of one machine, is rounded to a whole number.",
        "What does // make of 400 // 3, and int or round of 1.28?",
    ),
    (
        "embedding_read_twice",
        {"read": lambda m: m.parameters + m.embedding, "computed": lambda m: m.parameters + m.embedding},
        "You added the embedding table to the parameters.",
        "`parameters` are all of them. Is the table read, or looked up?",
    ),
    (
        "counted_twice_over",
        [
            {"caches": lambda batch, n: batch**2},
            {"attention": lambda m: 4 * m.n_layers**2 * m.n_heads * m.d_head},
            {"kept": lambda m: 2 * m.n_layers**2 * m.n_kv_heads * m.d_head},
            {"rows": lambda batch: (batch, batch**2)},
        ],
        "Sequences or layers are multiplied in twice in one of your terms.",
        "Write the factors of each term below one another. Which stands there twice?",
    ),
    (
        "shared_twice",
        [
            {"peak": lambda per_second, n: per_second * n * n},
            {"rate": lambda per_second, n: per_second * n * n},
            {
                "peak": lambda per_second, n: per_second * n * n,
                "rate": lambda per_second, n: per_second * n * n,
            },
        ],
        "Your machines share the work twice.",
        "Where do you divide by n_machines, and is it done once for bytes and once for FLOPs?",
    ),
)


MISCONCEPTIONS += [
    Misconception(
        "batch_and_context_swapped",
        (
            lambda model, machine, batch, context, *rest: floor.step_seconds(
                model, machine, context, batch, *rest
            ),
        ),
        "Your result is right for arguments in the order model, machine, context, batch.",
        "Which of them have changed places, in your `def` line or in the formula?",
    ),
    Misconception(
        "bits_swapped",
        (
            lambda model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1: (
                floor.step_seconds(model, machine, batch, context, cache_bits, weight_bits, n_machines)
            ),
        ),
        "Your weights have cache_bits, and your cache has weight_bits.",
        "Which of the two bits belong to which numbers?",
    ),
]
