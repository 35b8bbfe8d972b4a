"""What others published hangs together, every line says where it comes from, and every floor is what it
should be."""

import csv
import json
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from decodelab import detective, findings, floor, published
from decodelab.published import GIB, MACHINES, MODELS, Model, table

ROWS = published.rows()
PROVENANCE = json.loads((published.HERE / "measurements_provenance.json").read_text(encoding="utf8"))
METRICS = {
    "decode": {"ms_per_token", "tokens_per_s", "tokens_per_s_total", "tokens_per_s_total_per_machine"},
    "prefill": {"ttft_ms", "prefill_tokens_per_s"},
    "request": {"tokens_per_s_total_per_machine"},
}
METRICS["speculation"] = METRICS["layers"] = METRICS["decode"]


# -- sizes and data sheets ------------------------------------------------------------------------------

VOCABULARY = {"GPT": 50257, "Llama 2": 32000, "Mistral": 32000, "Llama 3": 128256, "Qwen2.5": 152064}


def parameters_of(model):
    """All of them, counted from the sizes: what the makers publish, to the last one."""
    vocabulary = next(size for name, size in VOCABULARY.items() if model.name.startswith(name))
    if model.name == "Qwen2.5 3B":
        vocabulary = 151936
    d, kv = model.d_model, model.n_kv_heads * model.d_head
    gated = not model.name.startswith("GPT")
    layer = 2 * d * (d + kv) + (3 if gated else 2) * d * model.d_ff + 2 * d
    biases = d + 2 * kv if model.name.startswith("Qwen") else 0
    if not gated:
        layer, biases = (
            layer + 2 * d,
            5 * d + model.d_ff + 3 * d,
        )  # norms have biases, and so has every matrix
    tables = vocabulary * d * (1 if model.embedding == 0 else 2) + (0 if gated else model.context * d)
    return model.n_layers * (layer + biases) + d * (1 if gated else 2) + tables


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda m: m.name)
def test_parameters_are_what_the_sizes_add_up_to(model):
    assert parameters_of(model) == pytest.approx(model.parameters, rel=2e-4 if "GPT" in model.name else 0)
    assert model.embedding in (0, (model.parameters - parameters_of(model)) + model.embedding)


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda m: m.name)
def test_heads_divide_the_width_and_groups_divide_the_heads(model):
    assert model.n_heads * model.d_head == model.d_model
    assert model.n_heads % model.n_kv_heads == 0
    assert model.source and model.context


def test_the_cache_of_a_7b_model_with_full_heads_passes_its_weights_at_25_thousand_tokens():
    llama = MODELS["Llama 2 7B"]
    assert llama.weight_bytes / llama.cache_bytes_a_token == pytest.approx(25_700, rel=0.01)


def test_the_table_has_a_line_for_every_model_and_is_narrow():
    lines = table(MODELS.values()).splitlines()
    assert [line[:14].strip() for line in lines[2:]] == list(MODELS)
    assert max(map(len, lines)) <= 72


@pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda m: m.name)
def test_a_data_sheet_is_in_units_of_this_world(machine):
    assert 5e10 < machine.bytes_per_second < 1e13 and machine.memory_bytes % GIB == 0
    assert 2e13 < machine.flops_per_second
    assert (
        machine.flops_per_second == float("inf")
        or 50 < machine.flops_per_second / machine.bytes_per_second < 600
    )


# -- every line of measurements.csv ---------------------------------------------------------------------


def complaints(row):
    """What a line lacks, a list of sentences: nothing may be assumed in silence."""
    found = [
        f"{name} is empty"
        for name in ("id", "engine", "source", "source_url", "source_version", "licence")
        if not row[name]
    ]
    if not row["source_url"].startswith("https://"):
        found.append("source_url is no address")
    if row["source"] not in PROVENANCE["sources"]:
        found.append(f"measurements_provenance.json knows no source {row['source']!r}")
    if row["kind"] not in METRICS:
        return [*found, f"kind {row['kind']!r} is none of {', '.join(METRICS)}"]
    if row["metric"] not in METRICS[row["kind"]]:
        found.append(f"metric {row['metric']!r} is none of {', '.join(sorted(METRICS[row['kind']]))}")
    if row["model"] not in MODELS:
        found.append(f"models.csv has no {row['model']!r}")
    if row["machine"] not in MACHINES:
        found.append(f"machines.csv has no {row['machine']!r}")
    numbers = ["value", "batch", "n_machines", "weight_bits", "cache_bits", "activation_bits"]
    numbers += ["context_tokens", "prompt_tokens", "generated_tokens"]
    for name in numbers:
        try:
            ok = float(row[name]) >= (0 if name.endswith("tokens") else 1e-9)
        except ValueError:
            ok = False
        if not ok:
            found.append(f"{name} is {row[name]!r}, no number that it could be")
    if not row["context_how"]:
        found.append("context_how does not say from which lengths context_tokens comes")
    if float(row["weight_bits"] or 0) % 1 and row["weight_bits_how"] == "as stated":
        found.append("weight_bits_how does not say where a broken number of bits comes from")
    if (row["n_machines"] == "1") != (row["split"] == "none") or (row["split"] == "layers") != (
        row["kind"] == "layers"
    ):
        found.append("split does not say how several machines share the work")
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_line_says_its_source_its_units_and_its_lengths(row):
    assert not complaints(row)


@pytest.mark.parametrize(
    "name",
    [
        "source",
        "source_url",
        "metric",
        "value",
        "context_tokens",
        "context_how",
        "batch",
        "weight_bits",
        "machine",
    ],
)
def test_a_line_that_lacks_something_is_refused(name):
    assert complaints({**ROWS[0], name: ""})


@pytest.mark.parametrize(
    "name, value",
    [("metric", "tokens"), ("kind", "guess"), ("model", "8B"), ("source", "hearsay"), ("split", "layers")],
)
def test_a_line_with_something_unknown_is_refused(name, value):
    assert complaints({**ROWS[0], name: value})


def test_ids_are_unique_and_name_machines_and_sizes_only():
    assert max(Counter(row["id"] for row in ROWS).values()) == 1
    heads = {row["id"].split("-")[0] for row in ROWS}
    assert len(heads) == len({row["machine"] for row in ROWS})


def test_the_provenance_counts_what_is_there():
    assert PROVENANCE["rows"] == len(ROWS)
    told = {name: source["rows"] for name, source in PROVENANCE["sources"].items()}
    assert told == Counter(row["source"] for row in ROWS), (
        "bring `rows` of measurements_provenance.json in line"
    )
    for row in ROWS:
        assert row["source_url"] == PROVENANCE["sources"][row["source"]]["url"]
        assert row["source_version"] in PROVENANCE["sources"][row["source"]]["versions"]
    columns = {name for names in PROVENANCE["columns"] for name in names.split(", ")}
    with open(published.HERE / "measurements.csv", newline="", encoding="utf8") as file:
        assert columns <= set(next(csv.reader(file)))


# -- floors, worked out once more -----------------------------------------------------------------------


def floor_again(row):
    """Seconds, from the text of a line, in exact fractions and in another order than decodelab.floor."""
    model, sheet = MODELS[row["model"]], published.machine(row["machine"], int(row["activation_bits"]))
    rate = Fraction(sheet.bytes_per_second)
    peak = None if sheet.flops_per_second == float("inf") else Fraction(sheet.flops_per_second)
    many = 1 if row["split"] == "layers" else int(row["n_machines"])
    batch = int(row["batch"])
    read = model.parameters - model.embedding
    heads = model.n_layers * model.d_head

    def least(moved, flops):
        return max(moved / rate, flops / peak if peak else 0) / many

    weights = read * Fraction(row["weight_bits"]) / 8
    cached = Fraction(row["context_tokens"]) * batch
    caches = cached * heads * model.n_kv_heads * 2 * Fraction(row["cache_bits"]) / 8
    step = least(weights + caches, 2 * read * batch + 4 * cached * heads * model.n_heads)
    if row["kind"] in ("decode", "speculation", "layers"):
        return step
    prompt = int(row["prompt_tokens"])
    pairs = Fraction(prompt * prompt, 2)
    prefill = least(weights, batch * (2 * read * prompt + 4 * pairs * heads * model.n_heads))
    return prefill + (int(row["generated_tokens"]) * step if row["kind"] == "request" else 0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_floor_is_what_it_is_when_worked_out_once_more(row):
    measured, least = floor.times_of(row)
    assert least == pytest.approx(float(floor_again(row)), rel=1e-12)
    assert row["kind"] == "speculation" or measured > least, (
        "below its floor: a slip in this line, or in its source"
    )


def test_measurements_are_the_decode_steps_and_give_the_same_floors():
    steps = {m.id: m for m in published.measurements()}
    assert len(steps) == sum(row["kind"] == "decode" for row in ROWS)
    for row in ROWS:
        if row["kind"] == "decode":
            m = steps[row["id"]]
            assert (floor.seconds_a_step(m), floor.floor_of(m)) == pytest.approx(
                floor.times_of(row), rel=1e-12
            )
    assert floor.impossible(steps.values()) == []
    assert len(floor.impossible(published.measurements("speculation"))) == 1


def test_what_the_lesson_says_of_the_data_is_true():
    ratios = np.array(findings.ratios())
    assert len(ratios) > 100 and 155 < len(ROWS) < 175, (
        "lesson 07, its page and the changelog say about how many"
    )
    assert len({row["machine"] for row in ROWS}) in (21, 22)
    assert len({row["machine"] for row in ROWS if row["kind"] == "decode"}) in (19, 20)
    assert np.quantile(ratios, [0.25, 0.5, 0.75]) == pytest.approx([1.33, 1.56, 2.07], abs=0.03)
    assert 0.7 < (ratios <= 2).mean() < 0.75
    devices, bits = (findings.bytes_each_and_seconds(ids) for ids in (findings.DEVICES, findings.BITS))
    assert floor.fixed_and_speed(*devices) == pytest.approx((2.12e-3, 1784e9), rel=0.002)
    assert floor.fixed_and_speed(*bits) == pytest.approx((2.90e-3, 1995e9), rel=0.002)
    assert [x / 1e9 for x in bits[0]] == pytest.approx([13.2, 6.9, 4.4], abs=0.08)
    slopes = {
        name: findings.fixed_and_slope(name)
        for name in ("RTX 4090 24GB", "L40S 48GB", "H100 PCIe 80GB", "M2 Ultra 76-core")
    }
    assert slopes["M2 Ultra 76-core"][1] / slopes["M2 Ultra 76-core"][3] == pytest.approx(8.5, abs=0.05)
    assert slopes["L40S 48GB"][1] / slopes["L40S 48GB"][3] == pytest.approx(2.5, abs=0.05)
    assert slopes["H100 PCIe 80GB"][:2] == pytest.approx((14.6e-3, 0.27e-6), rel=0.01)
    spark = findings.fixed_and_slope("DGX Spark (GB10)", "Qwen2.5 7B", 8.5)
    assert spark[1] / spark[3] == pytest.approx(1.43, abs=0.01)


def test_a_machine_has_a_line_for_each_of_its_decode_steps():
    for machine in MACHINES:
        lines = findings.points(machine).splitlines()
        assert len(lines) == 1 + sum(row["machine"] == machine and row["kind"] == "decode" for row in ROWS)


# -- the course's own formulas --------------------------------------------------------------------------


def test_the_examples_by_hand_are_what_the_formulas_give():
    assert floor.largest_batch(12, 4, 6, 5, 50, 2) == 3
    model = Model("by hand", 100, 20, 2, 4, 1, 3)
    machine = published.Machine("by hand", 100, 1000, 1000)
    assert floor.step_seconds(model, machine, 2, 5) == 4
    assert floor.flops_a_step(model, 2, 5) == 1280
    assert floor.step_seconds(model, machine, 2, 5, n_machines=2) == 2
    assert floor.fixed_and_speed([10, 20, 30], [3, 4, 5]) == pytest.approx((2, 10))


@pytest.mark.parametrize(
    "metric, value",
    [
        ("ms_per_token", 20),
        ("tokens_per_s", 50),
        ("tokens_per_s_total", 400),
        ("tokens_per_s_total_per_machine", 200),
    ],
)
def test_four_units_say_the_same_step(metric, value):
    m = published.Measurement(
        "m", MODELS["Llama 3 8B"], MACHINES["L4 24GB"], metric, value, batch=8, n_machines=2
    )
    assert floor.seconds_a_step(m) == pytest.approx(0.02)


def test_an_unknown_unit_is_refused_with_the_known_ones():
    m = published.Measurement("m", MODELS["Llama 3 8B"], MACHINES["L4 24GB"], "ms", 1)
    with pytest.raises(ValueError, match="'ms'; expected one of ms_per_token, tokens_per_s"):
        floor.seconds_a_step(m)


# -- the detective's claims -----------------------------------------------------------------------------


def test_six_claims_of_ten_can_not_be_true_and_the_formulas_find_those_they_can():
    impossible = [claim.letter for claim in detective.CLAIMS if not claim.possible]
    assert len(detective.CLAIMS) == 10 and len(impossible) == 6
    measured = {m.id for m in detective.measurements()}
    assert floor.impossible(detective.measurements()) == [
        letter for letter in impossible if letter in measured
    ]


@pytest.mark.parametrize(
    "guess, right", [("abdfgi", 10), ("a", 5), ("", 4), ("abcdefghij", 6), ("a, B, d", 7)]
)
def test_a_guess_is_judged_claim_by_claim(guess, right, capsys):
    detective.explain(guess)
    assert f"You judged {right} of 10 rightly." in capsys.readouterr().out
