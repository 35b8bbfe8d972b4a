"""Ten claims about speed for lesson 07: six that can't be true, and four that only sound so. Figures, no
names."""

import textwrap
from dataclasses import dataclass

from decodelab.published import GIB, MODELS, Machine, Measurement, Model

GOOD_CARD = Machine("80 GiB and 3.35 TB/s", 3.35e12, 989e12, 80 * GIB)
LARGE_CARD = Machine("141 GiB and 4.8 TB/s", 4.8e12, 989e12, 141 * GIB)
OLDER_CARD = Machine("80 GiB and 2.04 TB/s", 2.039e12, 312e12, 80 * GIB)
DESK = Machine("128 GiB and 273 GB/s", 273e9, float("inf"), 128 * GIB)
GAMING_CARD = Machine("24 GiB and 1.008 TB/s", 1.008e12, 165e12, 24 * GIB)
MIXTURE = Model("117B, a mixture of experts", 116_830_000_000, 0, 36, 64, 8, 64, active=5_130_000_000)


@dataclass(frozen=True)
class Claim:
    """text: as one might read it; possible: whether it can be true; why: the arithmetic.

    measurement: the claim as a Measurement, where it is one
    """

    letter: str
    text: str
    possible: bool
    why: str
    measurement: Measurement | None = None


def _of(letter, model, machine, metric, value, **more):
    name = model if isinstance(model, Model) else MODELS[model]
    return Measurement(letter, name, machine, metric, value, **more)


CLAIMS = (
    Claim(
        "a",
        "70B in 16 bits, one accelerator of 80 GiB and 3.35 TB/s, one reader: 110 tokens a second.",
        False,
        "138 GB of weights don't fit into 80 GiB, and reading 137 GB takes 41 ms: 24 "
        "tokens a second at most.",
        _of("a", "Llama 2 70B", GOOD_CARD, "tokens_per_s", 110),
    ),
    Claim(
        "b",
        "70B in 16 bits, one accelerator of 141 GiB and 4.8 TB/s, one reader: 155 tokens a second.",
        False,
        "It fits, with 12 GiB to spare. But reading 137 GB takes 28.6 ms: 35 tokens a second at most. "
        "Fitting proves nothing.",
        _of("b", "Llama 2 70B", LARGE_CARD, "tokens_per_s", 155),
    ),
    Claim(
        "c",
        "117B parameters of 4.34 bits, a mixture of which a token uses 5.13B, on a machine of 128 GiB and "
        "273 GB/s, one reader: 59 tokens a second.",
        True,
        "All 63 GB have to fit, and do. Read are the active 2.8 GB: 10.2 ms at least, 16.9 ms measured, 1.7 "
        "times the floor.",
        _of("c", MIXTURE, DESK, "tokens_per_s", 59.0, weight_bits=4.34),
    ),
    Claim(
        "d",
        "70B in 4 bits, one accelerator of 80 GiB and 3.35 TB/s, one reader: 190 tokens a second.",
        False,
        "34 GB take 10.3 ms: 97 tokens a second at most, without a single scale stored beside the 4 bits. "
        "The smaller lie.",
        _of("d", "Llama 2 70B", GOOD_CARD, "tokens_per_s", 190, weight_bits=4),
    ),
    Claim(
        "e",
        "7B in 8 bits, its caches too (32 layers, 32 heads of 128 and no fewer for keys and values), one "
        "accelerator of 80 GiB and 3.35 TB/s, 768 sequences of 192 tokens: 19 694 tokens a second in all.",
        True,
        "One reader could get 507 at most. 768 share each reading of the weights: a step of 39 ms, floor "
        "13.5 ms. (The figure includes the prompts, so a step took less than that.) Each reader gets 26 "
        "tokens a second.",
        _of(
            "e",
            "Llama 2 7B",
            GOOD_CARD,
            "tokens_per_s_total",
            19_694,
            batch=768,
            context=192,
            weight_bits=8,
            cache_bits=8,
        ),
    ),
    Claim(
        "f",
        "Scores of one layer for one new token behind 2 048, 8 heads of 128, 16 bits: reading "
        "4 MB of keys takes 2.3 µs at 1.8 TB/s, computing takes 0.08 µs at 838 TFLOP/s. So memory takes 28 "
        "times as long as arithmetic.",
        False,
        "4 MB are 2.1 million numbers, each used for two FLOPs: 4.2 MFLOP take 0.005 µs. The ratio is 465, "
        "which is what 838 TFLOP/s over 1.8 TB/s says at one FLOP a byte. Count and unit are "
        "wrong, by 64 and by 1 000.",
    ),
    Claim(
        "g",
        "A server answers 43.2 requests a second, each with a prompt of 2 048 tokens and an answer of 128: "
        "it writes 94 023 tokens a second.",
        False,
        "43.2 times 128 is 5 531 tokens written. 94 023 is 43.2 times 2 176: the prompts were counted as "
        "written, 17 times too many.",
    ),
    Claim(
        "h",
        "70B in 4 bits, 43.5 GB with its scales, one accelerator of 80 GiB and 2.04 TB/s, one reader, with "
        "a small model that drafts 2.2 tokens a step: 48.4 tokens a second.",
        True,
        "43.5 GB take 21.3 ms: 46.9 steps a second at most. 48.4 is more, but a step isn't a token: with "
        "2.2 tokens a step these are 22 steps a second. (The source does not say how many; 2.2 is ours.) "
        "Without drafts the same program writes 25.",
        _of(
            "h",
            "Llama 2 70B",
            OLDER_CARD,
            "tokens_per_s",
            48.4,
            context=105,
            weight_bits=5.061,
            tokens_a_step=2.2,
        ),
    ),
    Claim(
        "i",
        "A mixture of experts with 35B parameters, on a card of 936 GB/s, decodes at "
        "418 % of that bandwidth.",
        False,
        "No card reads faster than it can. The tokens a second may be right, the bytes are not: all weights "
        "were counted, and a token reads only its experts. Held is not read.",
    ),
    Claim(
        "j",
        "8B in 16 bits: one card of 24 GiB and 1.008 TB/s writes 54.3 tokens a second, eight of them, with "
        "an eighth of the layers each, 52.1.",
        True,
        "A token goes through all layers, one card after the other: 15.1 GB at 1.008 TB/s are 15.0 ms on "
        "one card or eight; 19.2 ms measured. Layers split give room and no speed.",
        _of("j", "Llama 3 8B", GAMING_CARD, "tokens_per_s", 52.1, context=512),
    ),
)


def measurements():
    """Those of the claims that are a Measurement, a list; the id of each is its letter."""
    return [claim.measurement for claim in CLAIMS if claim.measurement]


def show():
    """Print the claims."""
    for claim in CLAIMS:
        _say(f"{claim.letter}) {claim.text}")


def explain(guess):
    """Print what is true of each claim, and whether the guess said so.

    guess: the letters of those thought impossible, as text; None: nothing but a request for them
    """
    if guess is None:
        print("Write letters first, and run that cell: a wrong guess teaches more than none. Then this one.")
        return
    chosen = {letter for letter in str(guess).lower() if letter.isalpha()}
    right = [claim for claim in CLAIMS if (claim.letter in chosen) != claim.possible]
    print(f"You judged {len(right)} of {len(CLAIMS)} rightly.\n")
    for claim in CLAIMS:
        verdict = "can be true" if claim.possible else "can't be true"
        _say(f"{claim.letter}) {verdict}, {'as' if claim in right else 'not as'} you said. {claim.why}")


def _say(text):
    print(textwrap.fill(text, 96, subsequent_indent="   ") + "\n")
