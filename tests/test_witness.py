"""Counts that were tampered with are seen from outside, and never turn into points."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from autograder import check
from autograder.cost import witness
from autograder.cost.long_texts import (
    expect_growth_in_proportion,
    expect_in_proportion,
    expect_no_bursts,
    longer_and_longer,
)
from autograder.cost.series import Series
from autograder.cost.witness import SECONDS_PER_STEP, SPARE_BYTES, Witness
from autograder.grading.remote import Session
from autograder.kit.verdict import CheckFailed, Tampered
from decodelab import designs
from decodelab.meter.counts import Cost
from decodelab.meter.drivers import BUDGET, count_decode_steps
from tests.needs_sandbox import needs_sandbox

TAMPERED = sorted((Path(__file__).parent / "tampered").glob("*.py"))
HONEST = Path(__file__).parent / "answers"

COST = Cost(multiply_adds=10**6, other_flops=10**5, bytes_read=10**7, python_steps=10**4)
"""Foretold: 10.5 ms of arithmetic, 10 ms of traffic, 5 ms of Python."""

FORETOLD = 0.0255


def witness_of(monkeypatch, *spent):
    """A Witness that sees these (seconds, bytes) one after the other."""
    seen = iter(spent)
    monkeypatch.setattr(witness, "process_of", lambda *objects: SimpleNamespace(spent=lambda: next(seen)))
    return Witness("an answer")


@pytest.mark.parametrize(
    "seconds, agrees",
    [
        (0, True),
        (3 * FORETOLD * 3, True),
        (3 * (4 * FORETOLD + SECONDS_PER_STEP) - 1e-6, True),
        (3 * (4 * FORETOLD + SECONDS_PER_STEP) + 1e-6, False),
        (60, False),
    ],
)
def test_more_processor_time_than_foretold_goes_to_a_person(monkeypatch, seconds, agrees):
    look = witness_of(monkeypatch, (5.0, 10**8), (5.0 + seconds, 10**8))
    look.look()
    if agrees:
        look.agrees("3 steps", 3, COST)
    else:
        with pytest.raises(
            CheckFailed, match="(?s)3 steps took .* s of processor time.*1,000,000 multiply-adds"
        ) as caught:
            look.agrees("3 steps", 3, COST)
        assert caught.value.needs_human and not caught.value.diagnosable


@pytest.mark.parametrize(
    "more, agrees", [(0, True), (SPARE_BYTES + 10**7, True), (SPARE_BYTES + 10**7 + 4096, False)]
)
def test_more_memory_than_foretold_goes_to_a_person(monkeypatch, more, agrees):
    look = witness_of(monkeypatch, (5.0, 3 * 10**8), (5.0, 3 * 10**8 + more))
    look.look()
    if agrees:
        look.agrees("3 steps", 3, COST)
    else:
        with pytest.raises(CheckFailed) as caught:
            look.agrees("3 steps", 3, COST)
        assert caught.value.needs_human


def test_in_a_notebook_nobody_looks():
    assert not Witness(designs.decode_step, designs.KVCache)


@pytest.mark.parametrize("design", ["KVCache", "ConcatenatingCache"])
def test_counts_are_carried_on_along_their_line(design):
    """What 600 steps foretell of step 900 is what step 900 costs, doubling buffers apart."""
    data = count_decode_steps(designs.decode_step, getattr(designs, design), budget=10**7)
    longer = count_decode_steps(designs.decode_step, getattr(designs, design), n_steps=900, budget=10**7)
    foretold, cost = Series(data["steps"]).foretold(900), Series(longer["steps"]).totals[900]
    assert foretold.multiply_adds == cost.multiply_adds == 900 * 20
    assert cost.other_flops == foretold.other_flops
    assert foretold.bytes_moved == pytest.approx(cost.bytes_moved, rel=0.2)
    assert foretold.python_steps == pytest.approx(cost.python_steps, abs=10)


def test_what_rises_with_n_squared_is_carried_on_squared():
    series = {
        "lengths": list(range(1, 65)),
        "usual": [],
        "places": [None],
        "counts": [[[0, 0, 0, n * n, 0, 0, 0, 0]] for n in range(1, 65)],
    }
    assert Series(series).foretold(640).other_flops == pytest.approx(640**2, rel=0.1)


class Clocks:
    """A witness's clocks, moved by steps of given seconds."""

    def __init__(self):
        self.now = 0.0

    def seconds(self):
        return self.now

    clock = seconds

    def laid_out(self, cost):
        """lay_out(n, steps) whose steps take cost(length, number of the run) seconds."""
        runs = []

        def lay_out(n, steps):
            runs.append(n)
            length, run = n, len(runs)

            def step():
                nonlocal length
                self.now += cost(length, run)
                length += 1

            return step

        return lay_out


@pytest.mark.parametrize(
    "cost, seen",
    [
        (lambda n, run: 1e-7 * n, False),
        (lambda n, run: 1e-7 * n**1.35, False),
        (lambda n, run: 5e-4, False),
        (lambda n, run: 1e-9 * n**2, True),
        (lambda n, run: 4e-5 * n + 1e-8 * n**2, True),
        (lambda n, run: 1e-9 * n**2 if run <= 2 else 1e-7 * n, False),  # it does not come back
    ],
)
def test_time_that_grows_faster_than_the_text_goes_to_a_person(cost, seen):
    clocks = Clocks()
    try:
        expect_growth_in_proportion(clocks, clocks.laid_out(cost), np.random.default_rng(0))
    except CheckFailed as failure:
        assert seen and failure.needs_human and "for every pair of tokens" in failure.message
    else:
        assert not seen


@pytest.mark.parametrize(
    "cost, seen",
    [
        (lambda n, run: 1e-7 * n, False),
        (lambda n, run: 1e-7 * n + 0.01 * (n % 64 == 0), False),
        (lambda n, run: 1e-7 * n + 0.1 * (n % 700 == 0), True),
        (lambda n, run: 1e-7 * n + 0.1 * (n % 700 == 0) * (run == 1), False),
        (lambda n, run: 0.05, False),
    ],
)
def test_a_step_that_takes_far_longer_than_its_neighbours_goes_to_a_person(cost, seen):
    clocks = Clocks()
    try:
        expect_no_bursts(clocks, clocks.laid_out(cost), np.random.default_rng(0))
    except CheckFailed as failure:
        assert seen and failure.needs_human and "once in a while" in failure.message
    else:
        assert not seen


@pytest.mark.parametrize(
    "cost, seen",
    [
        (lambda n, run: 1e-7 * n**2, False),
        (lambda n, run: 1e-7 * n**2 + 1e-4 * n, False),
        (lambda n, run: 1e-10 * n**3, True),
        (lambda n, run: 1e-8 * n**2 + 1e-9 * n**3, True),
        (lambda n, run: 1e-10 * n**3 if run <= 4 else 1e-7 * n**2, False),  # it does not come back
    ],
)
def test_texts_whose_time_grows_faster_than_it_may_go_to_a_person(cost, seen):
    clocks, runs = Clocks(), []

    def take(n):
        runs.append(n)
        clocks.now += cost(n, len(runs))
        return cost(n, len(runs))

    taken = longer_and_longer(clocks, take, (32, 125, 500, 2_000), 2, np.random.default_rng(0))
    assert len(taken) == 4 and 1_700 <= taken[-1][0] <= 2_300
    try:
        expect_in_proportion(taken, take, "a sequence", power=1)
    except CheckFailed as failure:
        assert seen and failure.needs_human and "for every pair of tokens" in failure.message
    else:
        assert not seen


@pytest.mark.parametrize("seconds, texts", [(1e-9, 4), (4e-6, 3), (1e-3, 2), (1, 2)])
def test_how_long_texts_become_goes_by_the_time_they_take(seconds, texts):
    clocks = Clocks()

    def take(n):
        clocks.now += seconds * n**2
        return 0.0

    taken = longer_and_longer(clocks, take, (32, 125, 500, 2_000), 2, np.random.default_rng(0))
    assert len(taken) == texts


@pytest.mark.parametrize("steps", [10**14, 1e300, -1, float("nan"), 6 * BUDGET])
def test_counts_that_can_not_come_from_counting_are_tampered_with(steps):
    with pytest.raises(Tampered, match="can't come from counting"):
        Series({"lengths": [1], "usual": [], "places": [None], "counts": [[[0, 0, 0, 0, 0, 0, 0, steps]]]})


def judged(exercise, path):
    """The verdict of the exercise's check on an answer behind the walls: None, or its CheckFailed."""
    session = Session()
    try:
        session.run("companion", "from decodelab.designs import KVCache")
        assert session.run("answer", path.read_text()).error is None
        objects = session.names(getattr(check, exercise).names)
        getattr(check, exercise)(*objects.values())
    except CheckFailed as failure:
        return failure
    finally:
        session.close()


@needs_sandbox
@pytest.mark.parametrize("path", TAMPERED, ids=lambda path: path.stem)
def test_tampered_counts_go_to_a_person(path):
    """Each does far more work than it lets be counted, and takes far more processor time than allowed; or,
    where the exercise's name is followed by more, is seen in another way: by how its time grows, in a long
    run of steps, by counts that none of counting could give, or by results that were not right when they were
    given."""
    failure = judged(path.stem.partition("-")[0], path)
    assert failure is not None
    assert failure.needs_human and "s of processor time" in failure.message or "-" in path.stem


@needs_sandbox
def test_an_honest_step_agrees_with_its_counts(monkeypatch):
    """Also where the code is slow: loops over plain Python numbers."""
    looked = []
    agrees = Witness.agrees
    monkeypatch.setattr(Witness, "agrees", lambda *given: looked.append(given) or agrees(*given))
    assert judged("block_step", HONEST / "block_step" / "right" / "loop_over_heads.py") is None
    assert len(looked) == 1


@needs_sandbox
def test_a_step_that_ends_before_the_long_text_is_looked_at_by_a_person():
    """Recursion for each token: right as far as it goes, which is not as far as the witness."""
    failure = judged("decode_step", HONEST / "decode_step" / "right" / "adds_up_by_recursion.py")
    assert failure.needs_human and failure.misconception == "calls_within_calls"
