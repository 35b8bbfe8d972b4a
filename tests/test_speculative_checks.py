"""What the checks of guessing ahead rely on: calls known exactly, texts that show what is read wrong."""

import numpy as np
import pytest

from autograder.lessons.fewer_bytes import speculating as parts
from autograder.lessons.fewer_bytes.speculating import least, speculate
from autograder.lessons.fewer_bytes.speculative import _lively
from decodelab import draft_rehearsal
from decodelab.model import write

PROMPT = "abc ab"


@pytest.fixture(scope="module")
def case():
    """(seed, text) of a model, 60 new tokens after PROMPT."""
    return _lively(np.random.default_rng(0), PROMPT, 60)


def run(case, n_new=60, kind="fifth", **changed):
    seed, text = case
    script = text.planted(kind, np.random.default_rng(1))
    told = draft_rehearsal.run_speculative(
        lambda *given: speculate(*given, **changed), seed, PROMPT, n_new, script, k=4
    )
    return told, text, script


@pytest.mark.parametrize(
    "changed, calls",
    [
        ({"apart": True}, 13),
        ({}, 12),
        ({"apart": True, "keep": parts.no_bonus}, 24),
        ({"apart": True, "keep": parts.all_or_nothing}, 16),
        ({"apart": True, "keep": parts.no_correction}, 25),
        ({"apart": True, "keep": parts.one_at_a_time}, 60),
    ],
)
def test_sixty_tokens_with_every_fifth_guess_wrong_take_a_known_number_of_calls(case, changed, calls):
    told, text, _ = run(case, **changed)
    assert told["tokens"][:60] == text.new
    assert told["passes"] == calls


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("kind", ["fifth", "mixed", "right", "wrong"])
def test_no_fewer_calls_and_tokens_are_counted_than_a_right_answer_takes(case, kind, apart):
    told, text, script = run(case, kind=kind, apart=apart)
    expected = least(len(text.prompt), 60, script, text.new, 4, apart=apart)
    assert (told["passes"], sum(told["embedded"])) == (expected.calls, expected.rows)


def test_the_models_of_the_check_write_texts_of_several_tokens_none_of_them_a_close_choice():
    rng = np.random.default_rng(5)
    for _ in range(5):
        seed, text = _lively(rng, PROMPT, 30)
        assert len(set(text.new)) >= 4 and text.margin > 2e-3
        model = draft_rehearsal.loud_model(seed)
        assert text.new == list(write(model, PROMPT, 30))


@pytest.mark.parametrize("back", [parts.never, parts.to(1), parts.to(-1), parts.first_layer_only])
def test_caches_that_are_cut_back_wrongly_show_in_the_text_or_in_the_logits(case, back):
    told, text, _ = run(case, n_new=20, kind="mixed", back=back)
    rows = np.array(told["logits"])
    nearest = [np.abs(rows - expected).max(axis=1).min() for expected in text.logits[:20]]
    assert told["tokens"] != text.new[:20] or max(nearest) > 1e-3 * np.abs(text.logits).max()


def test_a_run_that_writes_nothing_ends():
    with pytest.raises(draft_rehearsal.WithoutEnd, match="has no end"):
        draft_rehearsal.run_speculative(_endless, 0, "ab", 5, [0] * 5, k=2)


def _endless(model, prompt, n_new, propose, k):
    tokens = model.encode(prompt)
    while True:
        propose(tokens, k)
        yield from ()
