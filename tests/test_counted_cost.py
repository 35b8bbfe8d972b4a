"""Verdicts on counted cost: right steps pass in any style, wrong ones don't, and the finding says what is
wrong."""

import json

import numpy as np
import pytest

from autograder.cost.decode_step import judge_decode_steps
from autograder.cost.findings import FINDINGS
from autograder.cost.prefill import judge_prefill
from autograder.cost.sequence import judge_attend_incrementally
from autograder.cost.series import Series
from decodelab import designs
from decodelab.meter import drivers
from tests import decode_step_cost_corpus as corpus

pytestmark = pytest.mark.slow

BUDGET = 150_000  # a seventh of what a check may spend: verdicts don't depend on it, tests get faster


def through_json(data):
    return json.loads(json.dumps(data))


def judged(decode_step, KVCache, **parameters):
    return judge_decode_steps(through_json(drivers.count_decode_steps(decode_step, KVCache, **parameters)))


@pytest.mark.parametrize("path", corpus.answers(), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_sample_step_gets_its_verdict(path):
    report, _, _ = corpus.judge(path, budget=BUDGET)
    expected = corpus.expected_verdict(path)
    stopped_early = (
        expected != "ok" and corpus.verdict(report) == "too-slow"
    )  # so dear that the small budget ends it
    assert corpus.verdict(report) == expected or stopped_early, str(report.finding)
    assert (expected == "ok") == (path.parent.name == "right")


def test_there_are_samples_enough_and_every_finding_has_one():
    verdicts = [corpus.expected_verdict(path) for path in corpus.answers()]
    assert verdicts.count("ok") >= 45 and len(verdicts) - verdicts.count("ok") >= 45
    assert set(FINDINGS) == set(verdicts) - {"ok"}


def test_a_finding_names_line_figures_and_asks_a_question():
    report, _, _ = corpus.judge(corpus.ANSWERS / "wrong/08_reprojection.py")
    finding = report.finding
    assert finding.outcome == "fail" and finding.figures == {"per_token": 228, "needed": 20}
    assert finding.line == 16 and finding.statement == "return self.x_k @ self.W_k"
    assert str(finding).endswith(FINDINGS["re-projection"])


def test_escaped_work_is_inconclusive_and_names_the_line():
    report, _, _ = corpus.judge(corpus.ANSWERS / "wrong/20_subprocess.py", budget=BUDGET)
    assert (report.finding.outcome, report.finding.line) == ("inconclusive", 23)
    assert "subprocess.run" in report.finding.statement


def test_copying_caches_and_python_loops_pass_with_a_note():
    copying = judged(designs.decode_step, designs.ConcatenatingCache)
    assert copying.finding is None and "copies what is cached" in copying.notes[0]
    report, _, _ = corpus.judge(corpus.ANSWERS / "right/04_pure_python_floats.py", budget=BUDGET)
    assert report.finding is None and any("steps of Python" in note for note in report.notes)


def test_a_doubling_cache_passes_without_a_note_and_its_figures_are_exact():
    report = judged(designs.decode_step, designs.KVCache, n_steps=200, d_k=5, d_v=11)
    assert report.finding is None and report.notes == ()
    assert report.figures["multiply_adds"] == "linear: 16 · n + 0 exactly"


@pytest.mark.parametrize("d_k, d_v", [(8, 8), (16, 9), (9, 16), (32, 32)])
@pytest.mark.parametrize(
    "name",
    [
        "right/06_multiply_and_sum",
        "wrong/06_scores_twice",
        "wrong/10_doubling_buffer_masked",
        "wrong/05_sorts_the_scores",
        "wrong/03_square_mask_each_step",
    ],
)
def test_the_verdict_does_not_depend_on_the_widths(name, d_k, d_v):
    path = corpus.ANSWERS / f"{name}.py"
    report, _, _ = corpus.judge(path, d_k=d_k, d_v=d_v, n_steps=300)
    assert corpus.verdict(report) == corpus.expected_verdict(path)


@pytest.mark.parametrize("seed", range(5))
def test_the_verdict_does_not_depend_on_the_numbers(seed):
    for name in ("right/08_online_softmax", "wrong/67_python_scores_twice"):
        path = corpus.ANSWERS / f"{name}.py"
        report, _, _ = corpus.judge(path, seed=seed, budget=BUDGET)
        assert corpus.verdict(report) == corpus.expected_verdict(path)


def test_counts_that_are_cut_down_are_missing_work():
    data = through_json(drivers.count_decode_steps(designs.decode_step, designs.KVCache, n_steps=100))
    for row in data["steps"]["counts"]:
        for entry in row:
            entry[1] = 0  # multiply-adds
    finding = judge_decode_steps(data).finding
    assert (finding.id, finding.outcome) == ("missing-work", "inconclusive")


def test_results_of_another_sequence_are_not_attention():
    data = through_json(drivers.count_decode_steps(designs.decode_step, designs.KVCache, n_steps=100))
    data["seed"] = 1
    assert judge_decode_steps(data).finding.id == "not-attention"


# -- prefill ------------------------------------------------------------------------------------------------


def prefill(Q, K, V, cache):
    cache.append(K, V)
    n, t = len(cache), len(Q)
    scores = np.where(np.tri(t, n, n - t, dtype=bool), Q @ cache.keys.T / np.sqrt(Q.shape[1]), -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)


def prefill_by_steps(Q, K, V, cache):
    return np.array([designs.decode_step(q, k, v, cache) for q, k, v in zip(Q, K, V)])


def prefill_by_rows(Q, K, V, cache):
    start = len(cache)
    cache.append(K, V)
    out = []
    for i, q in enumerate(Q):
        scores = cache.keys[: start + i + 1] @ q / np.sqrt(len(q))
        weights = np.exp(scores - scores.max())
        out.append(weights @ cache.values[: start + i + 1] / weights.sum())
    return np.stack(out)


def prefill_masking_everything(Q, K, V, cache):
    cache.append(K, V)
    n, t = len(cache), len(Q)
    mask = np.tril(np.ones((n, n), dtype=bool))[n - t :]
    scores = np.where(mask, Q @ cache.keys.T / np.sqrt(Q.shape[1]), -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)


def prefill_all_queries_again(Q, K, V, cache):
    cache.append(K, V)
    cache.seen = np.vstack([getattr(cache, "seen", np.empty((0, Q.shape[1]))), Q])
    n = len(cache)
    scores = np.where(np.tri(n, dtype=bool), cache.seen @ cache.keys.T / np.sqrt(Q.shape[1]), -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (weights @ cache.values / weights.sum(axis=1, keepdims=True))[-len(Q) :]


def prefill_one_row_at_a_time_scoring_all(Q, K, V, cache):
    start = len(cache)
    cache.append(K, V)
    rows = []
    for i in range(len(Q)):
        scores = Q @ cache.keys[: start + i + 1].T / np.sqrt(Q.shape[1])
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        rows.append((weights @ cache.values[: start + i + 1] / weights.sum(axis=1, keepdims=True))[i])
    return np.array(rows)


def prefill_unmasked(Q, K, V, cache):
    cache.append(K, V)
    weights = np.exp(Q @ cache.keys.T / np.sqrt(Q.shape[1]))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(
    "function, expected",
    [
        (prefill, None),
        (prefill_by_steps, None),
        (prefill_by_rows, None),
        (prefill_masking_everything, None),
        (prefill_all_queries_again, "recompute"),
        (prefill_one_row_at_a_time_scoring_all, "recompute"),
        (prefill_unmasked, "not-attention"),
    ],
)
def test_prefill_may_cost_every_query_of_the_chunk_against_everything_cached(function, expected):
    cache = type("KVCache", (designs.KVCache,), {})  # one that takes attributes of its own
    report = judge_prefill(through_json(drivers.count_prefill(function, cache)))
    assert (report.finding and report.finding.id) == expected, str(report.finding)


def test_a_prefill_that_masks_all_pairs_is_told_so():
    report = judge_prefill(through_json(drivers.count_prefill(prefill_masking_everything, designs.KVCache)))
    assert "every pair of tokens" in report.notes[0]


# -- the whole sequence --------------------------------------------------------------------------------------


def token_by_token(Q, K, V):
    cache = designs.KVCache(Q.shape[1], V.shape[1])
    return np.array([designs.decode_step(q, k, v, cache) for q, k, v in zip(Q, K, V)])


def token_by_token_copying(Q, K, V):
    cache = designs.ConcatenatingCache(Q.shape[1], V.shape[1])
    return np.array([designs.decode_step(q, k, v, cache) for q, k, v in zip(Q, K, V)])


def all_at_once(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ V / weights.sum(axis=1, keepdims=True)


def every_prefix_again(Q, K, V):
    return np.array([all_at_once(Q[:i], K[:i], V[:i])[-1] for i in range(1, len(Q) + 1)])


def new_cache_for_every_token(Q, K, V):
    rows = []
    for i in range(1, len(Q) + 1):
        rows.append(token_by_token(Q[:i], K[:i], V[:i])[-1])
    return np.array(rows)


@pytest.mark.parametrize(
    "function, expected",
    [
        (token_by_token, None),
        (token_by_token_copying, None),
        (all_at_once, "all-at-once"),
        (every_prefix_again, "full-for-each-token"),
        (new_cache_for_every_token, "prefix-fed-again"),
    ],
)
def test_a_sequence_costs_the_sum_of_its_steps(function, expected):
    data = through_json(drivers.count_attend_incrementally(function, designs.decode_step, designs.KVCache))
    report = judge_attend_incrementally(data)
    assert (report.finding and report.finding.id) == expected, str(report.finding)


# -- drivers -------------------------------------------------------------------------------------------------


def test_a_series_survives_json_and_gives_back_every_count():
    data = drivers.count_decode_steps(designs.decode_step, designs.KVCache, n_steps=40, d_k=3, d_v=2)
    series = Series(through_json(data)["steps"])
    assert {n: cost.multiply_adds for n, cost in series.totals.items()} == {n: 5 * n for n in range(1, 41)}
    assert len(json.dumps(data)) < 100_000


def test_calls_are_counted_at_every_length_asked_for():
    def product(A, B):
        return A @ B

    data = drivers.count_calls(product, {n: [[n, 3], [3, 2]] for n in (1, 4, 9)})
    series = Series(data["calls"])
    assert {n: c.multiply_adds for n, c in series.totals.items()} == {1: 6, 4: 24, 9: 54}
    A, B = drivers.arguments(0, 4, [[4, 3], [3, 2]])
    assert np.allclose(data["calls"]["outputs"]["4"], A @ B)


def test_cache_steps_count_appending_and_reading():
    data = drivers.count_cache_steps(designs.ConcatenatingCache, [4, 3], 30, 4, 3)
    copied = {n: c.bytes_copied for n, c in Series(data["steps"]).totals.items()}
    assert copied[20] - copied[19] == 8 * 7


def test_an_exception_of_the_learner_passes_through_with_their_line():
    def broken(q, k, v, cache):
        return q @ np.ones(999)

    with pytest.raises(ValueError, match="mismatch"):
        drivers.count_decode_steps(broken, designs.KVCache)


def test_counts_that_would_keep_the_judge_busy_for_hours_are_refused():
    """A series with as many lengths and places as fit into what may cross."""
    data = through_json(drivers.count_decode_steps(designs.decode_step, designs.KVCache, n_steps=30))
    data["steps"] = {
        **data["steps"],
        "lengths": list(range(1, 50_001)),
        "counts": [[]] * 50_000,
        "places": [{}] * 50_000,
    }
    with pytest.raises(ValueError, match="50,000 lengths at 50,000 places"):
        judge_decode_steps(data)


@pytest.mark.parametrize("more", [{"n_steps": [10**9, 48]}, {"d_k": 10**9}])
def test_counts_of_inputs_that_would_fill_the_judges_memory_are_refused(more):
    data = through_json(drivers.count_decode_steps(designs.decode_step, designs.KVCache, n_steps=30))
    with pytest.raises(ValueError, match="none that were asked for"):
        judge_decode_steps(data | more)
