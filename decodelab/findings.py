"""The published measurements as the pictures of lesson 07 want them: grouped, fitted, set against floors."""

from decodelab import floor, published

DEVICES = tuple(f"a100sxm{'-x' * (n > 1)}{n if n > 1 else ''}-llama2-7b-16bit-at105" for n in (1, 2, 4, 8))
"""Ids of one model in 16 bits on 1, 2, 4 and 8 devices, every matrix split."""

BITS = tuple(f"a100sxm-llama2-7b-{bits}bit-at105" for bits in ("16", "8.3", "5.3"))
"""Ids of one model on one device in 16, 8 and 4 bits; scales make 8.3 and 5.3 of the last two."""


def by_id(*kinds):
    """{id: Measurement} of these kinds; of decode steps if none is named."""
    return {m.id: m for m in published.measurements(*kinds)}


def steps():
    """{kind of program: [(floor, measured)]} of all decode steps, seconds."""
    groups = {}
    for row in published.rows():
        if row["kind"] == "decode":
            measured, least = floor.times_of(row)
            groups.setdefault(_group(row), []).append((least, measured))
    return groups


def ratios():
    """Measured time over floor of every decode step, a list."""
    return [measured / least for points in steps().values() for least, measured in points]


def _group(row):
    engine = row["engine"]
    if engine.startswith("gpt-fast"):
        return "gpt-fast, one device" if row["n_machines"] == "1" else "gpt-fast, 2 to 8 devices"
    return "llama.cpp" if engine.startswith("llama.cpp") else "eager PyTorch"


def bytes_each_and_seconds(ids):
    """([bytes each device reads], [seconds of a step]) of these decode steps."""
    some = by_id()
    bytes_each = [
        sum(floor.bytes_a_step(m.model, m.batch, m.context, m.weight_bits, m.cache_bits)) / m.n_machines
        for m in map(some.get, ids)
    ]
    return bytes_each, [floor.seconds_a_step(some[id]) for id in ids]


def shares(model, weight_bits, context):
    """{machine: (bandwidth, share of it that was reached)} of single devices with these sizes."""
    return {
        m.machine.name: (m.machine.bytes_per_second, floor.floor_of(m) / floor.seconds_a_step(m))
        for m in published.measurements()
        if (m.model.name, m.context, m.batch, m.n_machines) == (model, context, 1, 1)
        and abs(m.weight_bits - weight_bits) < 0.2
    }


def fixed_and_slope(machine, model="Llama 3 8B", weight_bits=16):
    """(fixed, slope, floor of either): seconds, and seconds a cached token, of a machine measured at several
    lengths."""
    some = [
        m
        for m in published.measurements()
        if (m.machine.name, m.model.name, m.batch, m.n_machines, m.metric)
        == (machine, model, 1, 1, "tokens_per_s")
        and abs(m.weight_bits - weight_bits) < 0.6
    ]
    lengths = [m.context for m in some]
    fixed, tokens_a_second = floor.fixed_and_speed(lengths, [floor.seconds_a_step(m) for m in some])
    weights, caches = floor.bytes_a_step(some[0].model, 1, 1, some[0].weight_bits, some[0].cache_bits)
    rate = some[0].machine.bytes_per_second
    return fixed, 1 / tokens_a_second, weights / rate, caches / rate


def roofline(machine, activation_bits):
    """{kind of work: [(FLOPs per byte, FLOPs a second of one device)]} of a machine's lines, whatever they
    measure."""
    names = {"decode": "decode", "request": "whole batches, prompts included", "prefill": "first token"}
    found = {}
    for row in published.rows():
        if (row["machine"], row["activation_bits"]) == (machine, str(activation_bits)) and row[
            "kind"
        ] in names:
            seconds, _ = floor.times_of(row)
            flops, moved = (sum(part[i] * part[2] for part in floor.work_of(row)) for i in (0, 1))
            found.setdefault(names[row["kind"]], []).append(
                (flops / moved, flops / seconds / int(row["n_machines"]))
            )
    return found


def points(machine):
    """The decode steps measured on a machine as text, a line each: what it was, measured and floor, and its
    source."""
    lines = [f"{'':52}{'batch':>5}{'tokens':>8}{'ms':>8}{'floor':>8}{'ratio':>7}  source"]
    for row in published.rows():
        if row["kind"] == "decode" and row["machine"] == machine:
            measured, least = floor.times_of(row)
            many = f" × {row['n_machines']}" if row["n_machines"] != "1" else ""
            what = (
                f"{row['model']}, {float(row['weight_bits']):.3g} bits{many}, {row['engine'].split(',')[0]}"
            )
            lines.append(
                f"{what:52.51}{row['batch']:>5}{row['context_tokens']:>8}{1e3 * measured:8.2f}{1e3 * least:8.2f}{measured / least:7.2f} "  # noqa: E501
                f" {row['source_url'].removeprefix('https://')}"
            )
    return "\n".join(lines)
