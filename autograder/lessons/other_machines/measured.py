"""Measurements on either side of every line that `impossible` has to draw."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from autograder.lessons.other_machines.parts import some_machine, some_model
from decodelab import floor
from decodelab.published import GIB, Measurement, Model


def measured(rng, part, *, metric="tokens_per_s", full=0.5, mixture=False, **more):
    """A Measurement whose step took `part` of its floor, in memory that is `full` by a part."""
    machine = some_machine(rng, more.pop("flops_a_byte", None))
    context = more.pop("context", None) or 64 * int(rng.integers(2, 60))
    m = Measurement("", some_model(rng, active=mixture), machine, metric, 1.0, context=context, **more)
    memory = round(floor.bytes_held(m) / full / m.n_machines)
    m = replace(m, machine=replace(machine, memory_bytes=memory))
    seconds = part * floor.floor_of(m)
    # the value that gives these seconds: time or rate, seconds_a_step is in proportion to it or to its
    # inverse
    one = floor.seconds_a_step(m)
    return replace(m, value=seconds / one if metric == "ms_per_token" else one / seconds)


def with_memory(m, memory_bytes):
    return replace(m, machine=replace(m.machine, memory_bytes=round(memory_bytes)))


def caches(m):
    return floor.bytes_held(m) - m.model.parameters * m.weight_bits / 8


SLOW = 60
"""Times its floor: so slow that only memory can make it impossible, whoever's tokens they are taken for."""


def _about_memory(rng):
    yield measured(rng, SLOW)
    yield measured(rng, SLOW, full=1.2)
    yield measured(rng, 0.6, full=1.3)  # too fast as well
    yield measured(rng, SLOW, full=1.9, n_machines=2)
    yield measured(rng, SLOW, full=0.75, n_machines=2)  # more than one machine has
    m = measured(rng, SLOW, batch=40)
    yield with_memory(m, m.model.parameters * m.weight_bits / 8 + 0.6 * caches(m))
    m = measured(rng, SLOW, batch=40, metric="tokens_per_s_total")
    yield with_memory(m, floor.bytes_held(m) + 0.01 * caches(m))
    m = measured(rng, SLOW, weight_bits=8)
    yield with_memory(m, floor.bytes_held(m) - 0.5 * m.model.embedding)  # the embedding table is held as well
    m = measured(rng, SLOW)
    yield with_memory(m, 1.03 * floor.bytes_held(m))  # of a memory in GB too large, in GiB not
    m = measured(rng, SLOW)
    yield with_memory(m, 0.97 * floor.bytes_held(m))
    m = measured(rng, SLOW)
    yield with_memory(m, 0.99 * floor.bytes_held(m))  # the 2 % of the floor are none of memory's
    m = measured(rng, SLOW, cache_bits=8, batch=64, context=4000)
    yield with_memory(m, 1.05 * floor.bytes_held(m))  # with 16 bits in the cache it would not fit
    m = measured(rng, SLOW, weight_bits=4.5)
    yield with_memory(m, 0.97 * floor.bytes_held(m))  # with 4 bits a weight it would
    yield exactly_full(rng, 0)
    yield exactly_full(rng, -1)


def exactly_full(rng, spare):
    """In memory of what it takes and `spare` GiB more, all of it numbers that floats hold exactly."""
    model = Model("a model", 2**33, 2**29, 32, 32, 8, 128)
    m = Measurement("", model, some_machine(rng), "ms_per_token", 1e6, batch=4, context=4096)
    return with_memory(m, floor.bytes_held(m) + spare * GIB)


def _about_speed(rng):
    yield measured(rng, 0.7)
    yield measured(rng, 1.2)
    yield measured(rng, 0.987)
    yield measured(rng, 0.973)
    yield measured(rng, 30.0)  # slow is never impossible
    yield measured(rng, 0.8, n_machines=4)
    yield measured(rng, 1.3, n_machines=4)
    yield measured(rng, 0.9, batch=32, flops_a_byte=3, weight_bits=8)  # arithmetic decides
    yield measured(rng, 0.99, batch=32, flops_a_byte=3, weight_bits=8)
    yield measured(rng, 1.4, weight_bits=4.5, cache_bits=8)
    yield measured(rng, 0.9, weight_bits=4.5, cache_bits=8)
    for part in (1.15, 0.9):  # caches weigh most; with 16 bits a number both would be too fast
        yield measured(rng, part, cache_bits=8, batch=256, context=4000, flops_a_byte=1000)


def _about_units(rng):
    yield measured(rng, 1.5, metric="tokens_per_s_total", batch=48)
    yield measured(rng, 0.8, metric="tokens_per_s_total", batch=48)
    yield measured(rng, 0.7, metric="tokens_per_s_total_per_machine", batch=48, n_machines=2)
    yield measured(rng, 1.4, metric="tokens_per_s_total_per_machine", batch=48, n_machines=2)
    yield measured(rng, 0.8, metric="ms_per_token", batch=16)
    yield measured(rng, 1.3, metric="ms_per_token", batch=16)
    yield measured(rng, 0.8, batch=16)
    yield measured(rng, 1.3, batch=16)
    for metric in ("tokens_per_s", "ms_per_token", "tokens_per_s_total"):
        yield measured(rng, 1.4, metric=metric, batch=6, tokens_a_step=2.5)
        yield measured(rng, 0.85, metric=metric, batch=6, tokens_a_step=2.5)


def _about_mixtures(rng):
    yield measured(rng, 1.6, mixture=True)
    yield measured(rng, 0.8, mixture=True)
    m = measured(rng, 1.0, mixture=True, context=64)
    m = replace(m, model=replace(m.model, embedding=round(0.1 * m.model.active)))
    yield replace(m, value=m.value / 0.94)  # of weights without the embedding table it would be 1.04
    m = measured(rng, 2.0, mixture=True)
    yield with_memory(m, 0.7 * floor.bytes_held(m))
    yield measured(rng, 1.5, mixture=True, batch=8, metric="tokens_per_s_total", flops_a_byte=2)
    yield measured(rng, 0.8, mixture=True, batch=8, metric="tokens_per_s_total", flops_a_byte=2)


ABOUT = {
    "memory": (_about_memory, "weights and caches of all sequences fit into all machines together, or don't"),
    "speed": (_about_speed, "a step that took less than 0.98 times its floor can't be, a slow one can"),
    "units": (_about_units, "whose tokens they are, in any of the four metrics, and how many a step"),
    "mixture": (_about_mixtures, "a mixture of experts holds all its parameters and reads the active ones"),
}


def mixed(rng, *kinds):
    """Measurements of these kinds in any order."""
    made = [m for kind in kinds for m in ABOUT[kind][0](rng)]
    return named(rng, [made[i] for i in rng.permutation(len(made))])


def named(rng, measurements):
    """The same with ids, in an order of their own."""
    numbers = rng.permutation(900)[: len(measurements)] + 100
    return [replace(m, id=f"m{number}") for m, number in zip(measurements, numbers, strict=True)]


# -- ladders: lists of measurements that tell where an answer draws its line -------------------------------

RATIOS = sorted({*np.geomspace(1e-4, 1e4, 76).round(6), *np.arange(0.885, 1.18, 0.01).round(3)})
FULL = sorted({*np.geomspace(0.02, 9, 60).round(5), *np.arange(0.905, 1.12, 0.01).round(3)})
"""Parts of the floor, and of the memory, on either side of every line that an answer may draw."""

SPEEDS = (
    {"mixture": True},
    {"metric": "ms_per_token", "batch": 16},
    {"n_machines": 4, "batch": 14},
    {"metric": "tokens_per_s_total", "batch": 48, "n_machines": 2},
    {"metric": "tokens_per_s_total_per_machine", "batch": 48, "n_machines": 3},
    {"tokens_a_step": 2.6},
    {"metric": "ms_per_token", "tokens_a_step": 3.3},
    {"batch": 32, "flops_a_byte": 3, "weight_bits": 4.5, "cache_bits": 8},
    {"batch": 256, "context": 4000, "flops_a_byte": 1000, "cache_bits": 8},
    {"batch": 24, "context": 3000, "flops_a_byte": 1000, "weight_bits": 4.5, "cache_bits": 8},
)
MEMORIES = (
    {"batch": 40, "weight_bits": 4.5, "cache_bits": 8, "n_machines": 3, "context": 2500},
    {"mixture": True, "weight_bits": 9.5, "batch": 2},
)


def ladders(rng):
    """Lists of measurements that tell where an answer draws its line; made once for all answers they are
    tried on."""
    return map(list, _ladders(int(rng.integers(2**32))))


@lru_cache(maxsize=8)
def _ladders(seed):
    return tuple(_made(np.random.default_rng(seed)))


def _made(rng):
    """Some that are neither, one, both, or just full; then one after the other from far too fast to far too
    slow, in every unit, and from far too large to far too small."""
    parts = [(part, full) for part in (0.5, 3.0) for full in (0.5, 2.0) for _ in range(3)]
    yield named(rng, [*(measured(rng, part, full=full) for part, full in parts), exactly_full(rng, 0)])
    for told in SPEEDS:
        m = measured(rng, 1.0, full=0.05, **told)
        sign = 1 if m.metric == "ms_per_token" else -1
        yield named(rng, [replace(m, value=m.value * part**sign) for part in RATIOS])
    for told in MEMORIES:
        m = measured(rng, 1e6, **told)
        yield named(rng, [with_memory(m, floor.bytes_held(m) / m.n_machines / part) for part in FULL])
