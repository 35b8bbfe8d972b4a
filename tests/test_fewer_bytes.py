"""What lesson 10 shows beside its exercises: rounding and its losses, tiles, passages that the model never
read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decodelab import one_pass_rehearsal, reference
from decodelab.held_out import passages
from decodelab.model import load
from decodelab.rounding import LossAdded, losses, measured_losses, rounded, shouting_keys
from decodelab.tiles import causal_in_tiles, causal_with_all_scores, tiles_computed


@pytest.mark.parametrize("by, axis", [("row", 1), ("channel", 0), ("all", None)])
@pytest.mark.parametrize("bits", [2, 4, 8])
def test_a_rounded_number_is_within_half_a_step_and_one_of_the_marks(bits, by, axis):
    rows = np.random.default_rng(bits).normal(size=(7, 5))
    scale = np.abs(rows).max(axis=axis, keepdims=True) / (2 ** (bits - 1) - 1)
    back = rounded(rows, bits, by)
    assert (np.abs(back - rows) <= scale / 2 + 1e-12).all()
    assert np.allclose(back / scale, np.round(back / scale))


def test_rows_of_zeros_stay_zero_and_float32_stays_float32():
    back = rounded(np.zeros((2, 3), np.float32), 4)
    assert not back.any() and back.dtype == np.float32


def test_losses_with_exact_caches_are_those_of_the_uncached_model():
    model = load()
    tokens = model.encode("The whale was seen again in the morning.")
    logits = model.logits(tokens)[:-1].astype(float)
    sums = np.log(np.exp(logits).sum(axis=1))
    wanted = sums - logits[np.arange(len(tokens) - 1), tokens[1:]]
    assert np.allclose(losses(model, tokens), wanted, atol=1e-4)


def test_a_loss_that_is_added_is_none_for_exact_caches_and_grows_with_fewer_bits():
    loss_added = LossAdded(load(), [text[:200] for text in passages()[:2]])
    assert loss_added() == (0.0, 0.0)
    few, more = (loss_added(keys=lambda rows, bits=bits: rounded(rows, bits))[0] for bits in (2, 8))
    assert few > 0.02 > abs(more)


def test_there_is_a_loss_for_every_way_of_rounding_and_keys_suffer_more_than_values_from_a_scale_a_row():
    measured = measured_losses()
    assert len(measured) == 4 * 3 * 3
    for bits in (4, 3, 2):
        assert measured[bits, "row", "keys"][0] > 2 * measured[bits, "row", "values"][0]
    assert abs(measured[8, "row", "both"][0]) < 1e-4


def test_passages_are_512_tokens_of_chapters_that_the_model_never_read():
    model = load()
    assert [len(model.encode(text)) for text in passages()] == 6 * [512]
    assert all(text.startswith("CHAPTER ") for text in passages())
    chapters = {int(text.split()[1].rstrip(".")) for text in passages()}
    assert chapters <= {7, 21, 35, 49, 63, 77, 91, 105, 119, 133}


def test_one_channel_of_the_shouting_keys_is_as_loud_as_said_and_scores_are_ordinary():
    Q, K, _ = shouting_keys(n=400, channel=3, times=20)
    sizes = np.abs(K).mean(axis=0)
    assert 15 < sizes[3] / np.median(sizes) < 25
    assert (Q @ K.T / np.sqrt(K.shape[1])).std() < 1.5


@settings(max_examples=25, deadline=None)
@given(n=st.integers(1, 23), size=st.integers(1, 9))
def test_attention_in_tiles_is_causal_attention(n, size):
    rng = np.random.default_rng([n, size])
    Q, K, V = rng.normal(size=(n, 3)) * 5, rng.normal(size=(n, 3)), rng.normal(size=(n, 2))
    wanted = reference.causal_attention(Q, K, V)
    assert np.allclose(causal_in_tiles(Q, K, V, size), wanted)
    assert np.allclose(causal_with_all_scores(Q, K, V), wanted)


def test_tiles_above_the_diagonal_are_not_counted():
    assert tiles_computed(2048, 256) == (36, 64)
    assert tiles_computed(5, 2) == (6, 9)


def test_a_stream_of_blocks_says_when_it_is_gone_through_a_second_time():
    def twice(Q, blocks):
        return sum(len(K) for K, _ in blocks) + sum(len(K) for K, _ in blocks)

    def once(Q, blocks):
        blocks = iter(iter(blocks))
        first = next(blocks)
        return [first, *blocks]

    assert one_pass_rehearsal.attend(twice, [2, 1], t=1, seed=0)["again"]
    assert not one_pass_rehearsal.attend(once, [2, 1], t=1, seed=0)["again"]
    assert not one_pass_rehearsal.attend(twice, [2, 1], t=1, seed=0, as_list=True)["again"]
