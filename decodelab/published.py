"""What others published: sizes of models, data sheets of machines, measurements. Nothing here was measured by
us.

    published.MODELS["Llama 3 8B"].parameters        models.csv: from the makers' papers and config.json files
    published.MACHINES["L4 24GB"].bytes_per_second   machines.csv: from the makers' data sheets
    published.measurements()                         measurements.csv: decode steps, each with its source

What was left out and why, and what the columns mean, stands in measurements_provenance.json.
"""

import csv
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

BYTES_PER_NUMBER = 2
"""Weights and caches in 16-bit floats, as these models are usually served."""

GIB = 2**30
"""Bytes of what a card's name calls a GB of memory: one "of 80 GB" has 80 GiB."""


@dataclass(frozen=True)
class Model:
    """A decoder-only transformer.

    parameters: all of them; embedding: those of the embedding table, looked up and not read (0 where the
                table is also the output matrix, which is read); active: those one token uses, 0 if it uses
                all
    n_layers, n_heads, n_kv_heads, d_head, d_model, d_ff: sizes; context: tokens it was made for
    source: where the sizes stand
    """

    name: str
    parameters: int
    embedding: int
    n_layers: int
    n_heads: int
    n_kv_heads: int
    d_head: int
    active: int = 0
    d_model: int = 0
    d_ff: int = 0
    context: int = 0
    source: str = ""

    @property
    def weight_bytes(self):
        """All weights, in 16 bits."""
        return BYTES_PER_NUMBER * self.parameters

    @property
    def cache_bytes_a_token(self):
        """Keys and values of one token, all layers and heads, in 16 bits."""
        return 2 * self.n_layers * self.n_kv_heads * self.d_head * BYTES_PER_NUMBER


@dataclass(frozen=True)
class Machine:
    """What a data sheet says of one accelerator. flops_per_second: in 16 bits; infinite where it does not
    say."""

    name: str
    bytes_per_second: float
    flops_per_second: float
    memory_bytes: int


@dataclass(frozen=True)
class Measurement:
    """One published figure of decode steps.

    metric: "ms_per_token" (what one reader waits), "tokens_per_s" (what one reader gets),
            "tokens_per_s_total" (all readers together) or "tokens_per_s_total_per_machine"; value: in that
            unit
    batch: sequences at once, one reader each; context: tokens in each, on average over the steps
    weight_bits, cache_bits: of one number, scales included; n_machines: over which every matrix is split
    tokens_a_step: of each reader; more than 1 with speculation
    """

    id: str
    model: Model
    machine: Machine
    metric: str
    value: float
    batch: int = 1
    context: float = 0
    weight_bits: float = 16
    cache_bits: float = 16
    n_machines: int = 1
    tokens_a_step: float = 1


RECORDS = {record.__name__: record for record in (Model, Machine, Measurement)}
"""Those that a grader may hand to a learner's code."""


def _table(name):
    with open(HERE / name, newline="", encoding="utf8") as file:
        return list(csv.DictReader(file))


def _model(row):
    """A line of models.csv as a Model: all of it are whole numbers but name and source."""
    return Model(**{key: text if key in ("name", "source") else int(text) for key, text in row.items()})


MODELS = {row["name"]: _model(row) for row in _table("models.csv")}

_DATA_SHEETS = {row["name"]: row for row in _table("machines.csv")}


def machine(name, activation_bits=16):
    """The Machine of that name; with 8, its arithmetic in 8 bits."""
    sheet = _DATA_SHEETS[name]
    peak = sheet[f"peak_TFLOPs_{activation_bits}bit"]
    return Machine(
        name,
        float(sheet["bandwidth_GBps"]) * 1e9,
        float(peak) * 1e12 if peak else math.inf,
        int(sheet["memory_GiB"]) * GIB,
    )


MACHINES = {name: machine(name) for name in _DATA_SHEETS}


@cache
def rows():
    """The lines of measurements.csv, a tuple of dicts of text; `kind` says what a line's value measures.

    "decode"      a decode step and nothing else
    "speculation" tokens a second where a step makes several; how many is not published
    "layers"      a decode step, whole layers on each machine: they work one after the other
    "prefill"     the prompt, or the time to the first token
    "request"     whole answers of a batch, prompts included
    """
    return tuple(_table("measurements.csv"))


def measurement(row):
    """The Measurement of a line of kind decode, speculation or layers."""
    return Measurement(
        row["id"],
        MODELS[row["model"]],
        MACHINES[row["machine"]],
        row["metric"],
        float(row["value"]),
        int(row["batch"]),
        float(row["context_tokens"]),
        float(row["weight_bits"]),
        float(row["cache_bits"]),
        int(row["n_machines"]),
    )


def measurements(*kinds):
    """The Measurements of these kinds, a list; of decode steps if none is named."""
    return [measurement(row) for row in rows() if row["kind"] in (kinds or ("decode",))]


def table(models):
    """The models as text, one a line, narrow enough for half a screen."""
    lines = [
        ("", "layers", "width", "heads", "KV", "d_head", "d_ff", "weights,", "cache a"),
        ("", "", "", "", "heads", "", "", "GB", "token, kB"),
    ]
    for m in models:
        lines.append(
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
        f"{name:14}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, (6, 6, 6, 6, 7, 6, 9, 10)))
        for name, *cells in lines
    )
