"""What predictions are set beside where it is the same on every machine: {name: (truth, unit)}.

Truths come from the course's own code and closed forms, never from what the learner wrote, which may not have
been checked yet; and they stand here, so that no cell beside a prediction holds the formula. What a machine
has to measure is handed to `reveal` by the lesson.
"""

import math

import numpy as np

from decodelab import clock, detective, findings, floor
from decodelab.published import MACHINES, MODELS

_BUSY = 25e-6 * clock.busy_machine(9, spiked=[1, 4, 7])


def _bytes_of_a_step(model, n):
    """All weights and the cache of n tokens: what a step of one text reads, and waits for."""
    return MODELS[model].weight_bytes + n * MODELS[model].cache_bytes_a_token


def _slope(x, y):
    return float(np.polyfit(x, y, 1)[0])


def _step(id):
    """Seconds of a step of lesson 07's table."""
    return floor.seconds_a_step(findings.by_id()[id])


def _times_its_floor(machine):
    """How many times its floor a machine needs for each cached token."""
    _, slope, _, least = findings.fixed_and_slope(machine)
    return slope / least


def _exponent(fixed, per_token):
    n = np.array([64, 128, 256, 512, 1024])
    return _slope(np.log(n), np.log(fixed + per_token * n))


TRUTHS = {
    # 00
    "dot_multiply_adds": (64, "multiply-adds"),
    # 01: the nine products are 2, 0, 1 · 0, 2, 2 · 2, 1, 2
    "largest_score": (2 / math.sqrt(2), ""),
    "exp_of_1000": ("inf", ""),
    "pairs_for_10": (55, "pairs"),
    "pairs_for_1000": (500_500, "pairs"),
    "score_set_to_0": ("wrong", ""),
    "weight_set_to_0": ("wrong", ""),
    "three_heads": ("neither", ""),
    # 02
    "score_multiply_adds": (64 * 512, "multiply-adds"),
    "bytes_for_one_token": (2 * 32 * 32 * 128 * 2, "bytes"),
    "gigabytes_for_32000": (2 * 32 * 32 * 128 * 2 * 32_000 / 1e9, "GB"),
    "copied_by_concatenating": (sum(range(4096)), "rows"),
    "copied_by_doubling": (sum(2**i for i in range(12)), "rows"),
    # 03: widths of 64; one product costs n·64
    "one_more": (2 + 3, "multiply-adds more"),
    "recompute_at_4096": ((4096 * 64 * 3 * 64 + 4096**2 * 128) / (4096 * 128), "times as many"),
    "twice_the_text": (2000 * 2001 / (1000 * 1001), "times"),
    "by_concatenation": (1, "times the multiply-adds"),
    "by_reprojection": (
        (2 * 2048 * 64**2 + 2 * 2048 * 64 + 64**2) / (2 * 2048 * 64),
        "times the multiply-adds",
    ),
    "by_recompute": ((3 * 2048 * 64**2 + 2 * 2048**2 * 64) / (2 * 2048 * 64), "times the multiply-adds"),
    # 04
    "mean_of_nine": (1e6 * _BUSY.mean(), "µs"),
    "least_squares_slope": (_slope([1, 2, 3, 4, 5], [12, 14, 16, 48, 20]), ""),
    "exponent_without_fixed": (_exponent(0, 8), ""),
    "exponent_with_fixed": (_exponent(2000, 8), ""),
    "no_longer_fits": (1_000_000 // 512, "tokens"),
    # 05
    "intensity_of_a_long_step": (2 * 256 / (256 * 4), "FLOPs per byte"),
    "whale_crossover": (2 * 192 + 768, "tokens"),
    "at_128k_against_8k": (
        _bytes_of_a_step("Llama 3.1 8B", 131_072) / _bytes_of_a_step("Llama 3.1 8B", 8192),
        "times as long",
    ),
    "tokens_where_caches_outgrow": (
        _bytes_of_a_step("Llama 2 7B", 0) / (32 * MODELS["Llama 2 7B"].cache_bytes_a_token),
        "tokens",
    ),
    # 06: 4 layers, d_model 192, keys and values in 4 bytes
    "cache_bytes_a_token": (2 * 4 * 192 * 4, "bytes"),
    "multiply_adds_an_extra_token": (2 * 192, "multiply-adds"),
    # 07
    "sequences_on_two_cards": (
        floor.largest_batch(
            MODELS["Llama 3 70B"].parameters,
            16,
            MODELS["Llama 3 70B"].cache_bytes_a_token,
            8192,
            MACHINES["H100 SXM 80GB"].memory_bytes,
            2,
        ),
        "sequences",
    ),
    "least_ms_on_an_rtx4090": (
        1000 * floor.step_seconds(MODELS["Llama 3 8B"], MACHINES["RTX 4090 24GB"], 1, 4096),
        "ms",
    ),
    "ms_a_step": (1000 * _step("spark-qwen25-7b-8.5bit-batch32-at528"), "ms"),
    "half_are_below": (float(np.median(findings.ratios())), ""),
    "ms_on_eight": (1000 * _step(findings.DEVICES[-1]), "ms"),
    "times_the_floor_for_a_token": (_times_its_floor("M2 Ultra 76-core"), ""),
    "times_as_long_for_32": (
        _step("spark-qwen25-7b-8.5bit-batch32-at528") / _step("spark-qwen25-7b-8.5bit-batch1-at528-total"),
        "times as long",
    ),
    "can_not_be": ("".join(claim.letter for claim in detective.CLAIMS if not claim.possible), ""),
    # 09: a prompt of 100 tokens in blocks of 16, eight texts
    "blocks_after_fork": (-(-100 // 16), "blocks"),
    "blocks_after_one_token": (100 // 16 + 8, "blocks"),
    # 10: the whale's rows of 192 numbers, each with a scale of 4 bytes
    "whale_bytes_in_int8": (2 * 4 * (192 + 4), "bytes"),
    "worst_rounding": (5.08 / 254, ""),
    # 10: a token of the prompt's own call, then four guesses and one more in each; α^0 + … + α^4 over what a
    # call costs
    "calls_for_60": (1 + -(-59 // 5), "calls"),
    "a_third_on_an_accelerator": (sum(0.33**i for i in range(5)), "times as fast"),
    "a_third_on_a_laptop": (sum(0.33**i for i in range(5)) / 1.65, "times as fast"),
    "seven_tenths_on_an_accelerator": (sum(0.7**i for i in range(5)), "times as fast"),
    "multiplications_by_scales": (2 * 4096, "multiplications"),
}


SAME_WORD = {"infinity": "inf", "infinite": "inf", "∞": "inf", "np.inf": "inf", "overflow": "inf"}
"""Words of a prediction that say the same as the word of a truth."""


def of(name):
    """(truth, unit) of a prediction. Raises KeyError with what to do."""
    if name not in TRUTHS:
        raise KeyError(f"no truth is known for {name!r}: hand it to reveal, or add it to decodelab/truths.py")
    return TRUTHS[name]
