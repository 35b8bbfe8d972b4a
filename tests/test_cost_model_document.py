"""docs/cost_model.md says what the price list and the verdicts do: one can't change without the other."""

import re
from pathlib import Path

import numpy as np
import pytest

from autograder.cost import decode_step, growing, series
from autograder.cost.findings import FINDINGS
from decodelab.meter import drivers, known
from decodelab.meter.booking import MANY_BITS, WORD
from decodelab.meter.numpy_prices import ASSUMED, NUMPY, REFUSED

TEXT = (Path(__file__).parent.parent / "docs" / "cost_model.md").read_text(encoding="utf-8")

NUMBERS = {
    r"more than (\d+) times what its neighbours cost": growing.TIMES_ITS_NEIGHBOURS,
    r"more than (\d+) multiply-adds a token beyond": decode_step.EXTRA_MULTIPLY_ADDS,
    r"`products-twice` up to ([\d.]+) times": decode_step.ONE_PRODUCT_MORE,
    r"traffic above (\d+) readings of the cache": decode_step.PASSES,
    r"more than (\d+) copies of it": decode_step.COPIES,
    r"more than (\d+) other operations for each cached number": decode_step.OTHER_PER_COLUMN,
    r"other operations for each cached number, and (\d+) a token": decode_step.OTHER_PER_TOKEN,
    r"fewer than (\d+) steps within the budget": series.FEWEST_LENGTHS,
    r"longest length counted \((\d+) tokens": drivers.STEPS,
    r"a reference in a list, tuple or dict \| (\d+) bytes": WORD,
    r"up to ([\d,]+) bytes of a list": known.LITTLE_DATA,
    r"([\d,]+) characters of text": known.LITTLE_TEXT,
    r"\((\d+) for a regular expression\)": known.LITTLE_REGEX,
    r"no number of more than ([\d,]+) bits": MANY_BITS,
}


@pytest.mark.parametrize("sentence", NUMBERS)
def test_a_number_in_the_document_is_the_constant_of_the_code(sentence):
    found = re.findall(sentence, TEXT)
    assert len(found) == 1, f"docs/cost_model.md should say it once: {sentence}"
    assert float(found[0].replace(",", "")) == NUMBERS[sentence]


def test_every_verdict_stands_in_the_document_and_no_other():
    table = TEXT[TEXT.index("| seen | verdict |") : TEXT.index("## How well it does")]
    verdicts = {
        word
        for row in table.splitlines()[2:]
        for word in re.findall(r"`([\w-]+)`", row.rpartition("|")[0].rpartition("|")[2])
    }
    assert verdicts | {"not-attention"} == set(FINDINGS)


@pytest.mark.parametrize("start, names", [("- assumed linear: ", ASSUMED), ("- refused: ", REFUSED)])
def test_what_is_assumed_or_refused_stands_in_the_document(start, names):
    line = next(line for line in TEXT.splitlines() if line.startswith(start)).partition(";")[0]
    assert set(re.findall(r"`(\w+)`", line)) == set(names)


def test_what_the_document_prices_has_a_price():
    table = TEXT[TEXT.index("## Price list") : TEXT.index("Every operand of an operation")]
    code = {
        word
        for text in re.findall(r"`([^`]+)`", table)
        for word in re.findall(r"(?<![.\w])(?:np\.)?([a-z_]+)", text)
    }
    named = {word for word in code if hasattr(np, word) or hasattr(np.linalg, word)} - {"matrix", "add", "e"}
    ufuncs = {word for word in named if isinstance(getattr(np, word, None), np.ufunc)}
    assert len(named) > 15 and named - ufuncs - set(NUMPY) <= {"ma", "strings", "linalg", "fft"}


def test_the_modules_that_the_document_names_are_on_the_list():
    section = TEXT[TEXT.index("## The closed list") : TEXT.index("## More, where a meter")]
    for modules, listed in (
        ("tell the time", known.FREE_MODULES),
        ("hand on what they are given", known.HANDING_MODULES),
        ("small services", known.LITTLE_MODULES),
    ):
        words = re.search(rf"- modules [^(]*{modules}[^(]*\(([^)]*)\)", section).group(1)
        assert set(re.findall(r"`(\w+)`", words)) <= listed
