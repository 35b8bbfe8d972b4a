"""Drafts guess from what they say they guess from, and what is shipped of them is small and as it was
made."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decodelab import drafts
from decodelab.model import load
from decodelab.race import race
from decodelab.rehearsal import small_model
from decodelab.speculation import call_cost, calls_of, speedup, tokens_a_call, whale_call_cost


def test_the_tables_that_are_shipped_are_those_of_their_record_and_as_small_as_the_lesson_says():
    told = drafts.provenance()
    bigram, trigram = drafts._tables()
    (shipped,) = (row for row in told["trigrams"] if row["seen_at_least"] == 3)
    assert (len(trigram), trigram.nbytes) == (shipped["rows"], shipped["bytes"])
    assert bigram.nbytes == 4096 and trigram.nbytes < 64_000
    assert drafts.DRAFTS.stat().st_size < 70_000


def test_tables_hold_tokens_of_the_whale_and_each_pair_once():
    bigram, trigram = drafts._tables()
    n = len(load().vocabulary)
    assert len(bigram) == n and np.all((bigram < n) | (bigram == drafts.NOTHING)) and trigram.max() < n
    assert len({(a, b) for a, b, _ in trigram.tolist()}) == len(trigram)


def test_a_table_file_that_is_not_the_recorded_one_is_refused(tmp_path, monkeypatch):
    changed = tmp_path / "drafts.npz"
    changed.write_bytes(drafts.DRAFTS.read_bytes()[:-1] + b"x")
    changed.with_suffix(".json").write_text(drafts.DRAFTS.with_suffix(".json").read_text())
    monkeypatch.setattr(drafts, "DRAFTS", changed)
    drafts._tables.cache_clear()
    with pytest.raises(ValueError, match="git checkout -- drafts.npz"):
        drafts._tables()
    drafts._tables.cache_clear()


def test_a_table_looks_at_two_tokens_first_and_then_at_one():
    propose = drafts.guesses_by([1, 2, drafts.NOTHING, 0], [(0, 1, 3)])
    assert propose([0], 4) == [1, 3, 0, 1]  # 0 → 1, (0, 1) → 3, 3 → 0, 0 → 1
    assert propose([2], 4) == []  # nothing was ever seen to follow
    assert propose([1], 3) == [2]
    assert propose([0], 0) == []


def test_prompt_lookup_takes_what_came_after_the_latest_place_that_ends_alike():
    propose = drafts.prompt_lookup()
    assert propose([1, 2, 3, 1, 2, 4, 9, 1, 2], 3) == [4, 9, 1]
    assert propose([1, 2, 3, 4], 3) == []
    assert propose([7, 7, 7], 4) == [7]  # it overlaps with its own end
    assert propose([5], 4) == propose([], 4) == []
    assert propose([1, 2, 1, 2], 0) == []


@settings(deadline=None, max_examples=40)
@given(tokens=st.lists(st.integers(0, 2047), min_size=1, max_size=20), k=st.integers(0, 6))
def test_a_draft_gives_up_to_k_tokens_and_leaves_the_text_alone(tokens, k):
    for propose in (drafts.bigram(), drafts.trigram(), drafts.prompt_lookup()):
        before = list(tokens)
        guesses = propose(tokens, k)
        assert tokens == before and len(guesses) <= k and all(0 <= t < 2048 for t in guesses)


def test_the_first_blocks_guess_what_they_alone_would_write_whatever_was_asked_before():
    whale = load()
    propose = drafts.first_blocks(whale)
    first = type(whale)(**{**vars(whale), "blocks": whale.blocks[:1]})
    text = whale.encode("The whale was seen again, and the ship")
    for tokens in (text, text[:5], [*text[:5], 7, 9], text):
        written = list(tokens)
        for _ in range(3):
            written.append(int(first.logits(written)[-1].argmax()))
        assert propose(tokens, 3) == written[len(tokens) :]


def test_the_training_notes_have_the_numbers_of_the_record():
    notes = (Path(__file__).parents[1] / "training" / "README.md").read_text(encoding="utf8")
    told = drafts.provenance()
    for row in (told["bigram"], *told["trigrams"]):
        assert f"| {row['rows']:,} | " in notes and f"{row['share_right']:.3f}" in notes


def _plain(model, prompt, n_new, propose, k):
    tokens = model.encode(prompt)
    for _ in range(n_new):
        draft = propose(tokens, k)
        model.embed(tokens)
        tokens.append(int(model.read_out(model.embedding[tokens[-1:]])[0].argmax()))
        yield tokens[-1] if not draft else draft[0]


def test_a_race_counts_calls_and_refuses_drafts_that_change_the_text():
    model = small_model()
    nothing, seven = (lambda tokens, k: []), (lambda tokens, k: [7])
    results = race(_plain, model, {"none": (nothing, 1), "again": (nothing, 2)}, ["a", "b"], n_new=4)
    assert all(result.tokens_a_call == 1 for result in results.values())
    assert results["none"].speedup == results["none"].call_cost == 1
    with pytest.raises(ValueError, match="'seven' writes another text than 'none', from token"):
        race(_plain, model, {"none": (nothing, 1), "seven": (seven, 1)}, ["a"], n_new=4)


def _text(propose, tokens, n_prompt, k):
    """The tokens that calls_of says were written."""
    at = n_prompt
    for call in calls_of(propose, tokens, n_prompt, k):
        at += call.right + 1
    return at


@settings(deadline=None, max_examples=60)
@given(
    tokens=st.lists(st.integers(0, 3), min_size=2, max_size=30),
    script=st.lists(st.integers(0, 3), min_size=40, max_size=40),
    k=st.integers(1, 6),
)
def test_calls_write_the_whole_text_and_no_more_whatever_the_guesses(tokens, script, k):
    assert _text(lambda text, k: script[len(text) : len(text) + k], tokens, 1, k) == len(tokens)


def test_what_a_call_costs_is_flat_below_the_ridge_point_and_rises_behind_it():
    assert [call_cost(1, t) for t in (1, 5, 295)] == [1, 1, 1]
    assert call_cost(1, 590) == 2 and call_cost(64, 5) == pytest.approx(320 / 295)
    assert call_cost(295, 3) == 3
    assert [whale_call_cost(t) for t in (1, 2, 9)] == [1, 1.45, 2.0] and whale_call_cost(4) == 1.65
    assert whale_call_cost(11) > whale_call_cost(9)


@pytest.mark.parametrize("alpha, k, tokens", [(0.7, 4, 2.7731), (0.33, 4, 1.4867), (1, 4, 5), (0, 4, 1)])
def test_tokens_a_call_are_the_known_ones(alpha, k, tokens):
    assert tokens_a_call(alpha, k) == pytest.approx(tokens, abs=1e-4)
    assert speedup(alpha, k, 2.0, 0.25) == pytest.approx(tokens / 3, abs=1e-4)
