"""The least time a decode step can take on a machine, from sizes and data sheets: the course's own lesson 07.

A floor, not an estimate: every byte that has to be read is read once at the data sheet's bandwidth, every
FLOP is done at its peak, and the shorter of the two hides behind the longer. What a step takes beyond it is
somebody's to explain. Two conventions: the embedding table is looked up, not read; a card "of 80 GB" has 80
GiB.
"""

from dataclasses import replace

import numpy as np

from decodelab.published import MODELS, machine, measurement

TOLERANCE = 0.98
"""A step that takes less than this part of its floor can't be: data sheets and averages are rounded."""


def cache_bytes_a_token(model, cache_bits=16):
    """Bytes of the keys and values of one token, all layers and heads."""
    return 2 * model.n_layers * model.n_kv_heads * model.d_head * cache_bits / 8


def largest_batch(parameters, weight_bits, cache_bytes_a_token, context, memory_bytes, n_machines=1):
    """How many sequences of `context` tokens fit beside the weights, an exact int; whole numbers in."""
    room = n_machines * memory_bytes - parameters * weight_bits // 8
    return max(0, room // (context * cache_bytes_a_token))


def bytes_a_step(model, batch, context, weight_bits=16, cache_bits=16):
    """(bytes of the weights, bytes of all caches) that one decode step reads."""
    weights = (model.parameters - model.embedding) * weight_bits / 8
    return weights, batch * context * cache_bytes_a_token(model, cache_bits)


def flops_a_step(model, batch, context):
    """2 FLOPs a weight and token, 4 a cached token, layer, head and width."""
    attention = 4 * context * model.n_layers * model.n_heads * model.d_head
    return batch * (2 * (model.parameters - model.embedding) + attention)


def step_seconds(model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1):
    """Least seconds of one decode step of the whole batch, spread evenly over the machines."""
    memory = sum(bytes_a_step(model, batch, context, weight_bits, cache_bits)) / machine.bytes_per_second
    arithmetic = flops_a_step(model, batch, context) / machine.flops_per_second
    return max(memory, arithmetic) / n_machines


def seconds_a_step(measurement):
    """Seconds of one step of the whole batch, from any of the four metrics."""
    m = measurement
    if m.metric == "ms_per_token":
        return m.tokens_a_step * m.value / 1000
    readers = {
        "tokens_per_s": 1,
        "tokens_per_s_total": m.batch,
        "tokens_per_s_total_per_machine": m.batch / m.n_machines,
    }
    if m.metric not in readers:
        raise ValueError(f"metric {m.metric!r}; expected one of {', '.join(['ms_per_token', *readers])}")
    return m.tokens_a_step * readers[m.metric] / m.value


def floor_of(measurement):
    """Least seconds of a step as measured; of a mixture of experts the active parameters are read."""
    m = measurement
    model = replace(m.model, parameters=m.model.active, embedding=0) if m.model.active else m.model
    return step_seconds(model, m.machine, m.batch, m.context, m.weight_bits, m.cache_bits, m.n_machines)


def bytes_held(measurement):
    """Bytes of all weights and caches."""
    m = measurement
    caches = m.batch * m.context * cache_bytes_a_token(m.model, m.cache_bits)
    return m.model.parameters * m.weight_bits / 8 + caches


def impossible(measurements):
    """Ids of those that don't fit into memory or beat their floor, in the order given."""
    return [
        m.id
        for m in measurements
        if bytes_held(m) > m.n_machines * m.machine.memory_bytes
        or seconds_a_step(m) < TOLERANCE * floor_of(m)
    ]


def fixed_and_speed(bytes_each, seconds):
    """(fixed, speed) of the least-squares line seconds = fixed + bytes_each / speed."""
    x, y = np.asarray(bytes_each, float), np.asarray(seconds, float)
    from_mean = x - x.mean()
    slope = from_mean @ y / (from_mean @ from_mean)
    return float(y.mean() - slope * x.mean()), float(1 / slope)


# -- lines of measurements.csv, whatever they measure -------------------------------------------------


def work_of(row):
    """[(FLOPs, bytes, how often)] of what a line's value measures: a step, a prompt, or a batch from start to
    end."""
    model, batch = MODELS[row["model"]], int(row["batch"])
    bits = float(row["weight_bits"]), float(row["cache_bits"])
    context = float(row["context_tokens"])
    step = flops_a_step(model, batch, context), sum(bytes_a_step(model, batch, context, *bits))
    if row["kind"] not in ("prefill", "request"):
        return [(*step, 1)]
    # each token of a prompt attends to those before it: half of all pairs
    prompt = int(row["prompt_tokens"])
    prefill = prompt * flops_a_step(model, batch, prompt / 2), bytes_a_step(model, batch, 0, *bits)[0]
    return [(*prefill, 1)] + ([(*step, int(row["generated_tokens"]))] if row["kind"] == "request" else [])


def times_of(row):
    """(measured, floor): seconds of what a line's value measures."""
    sheet = machine(row["machine"], int(row["activation_bits"]))
    at_once = 1 if row["split"] == "layers" else int(row["n_machines"])
    floor = sum(
        times * max(flops / sheet.flops_per_second, moved / sheet.bytes_per_second) / at_once
        for flops, moved, times in work_of(row)
    )
    return _measured(row), floor


def _measured(row):
    value = float(row["value"])
    if row["metric"] == "ttft_ms":
        return value / 1000
    if row["metric"] == "prefill_tokens_per_s":
        return int(row["prompt_tokens"]) / value
    step = seconds_a_step(measurement(row))
    return step * int(row["generated_tokens"]) if row["kind"] == "request" else step
