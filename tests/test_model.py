"""The model's numbers against PyTorch's (recorded), and properties of its code on small random models."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decodelab import model as moby
from decodelab import reference
from decodelab.rehearsal import FRAGMENTS
from decodelab.rehearsal import small_model as random_model

FIXTURES = Path(__file__).parent / "fixtures"


def small_model(seed=0):
    return random_model(seed, context=11)


@pytest.fixture(scope="module")
def whale():
    return moby.load()


# -- against PyTorch ----------------------------------------------------------------------------------


@pytest.mark.parametrize("prompt", ["one_token", "short", "dialogue", "full_context"])
def test_logits_are_those_of_pytorch_with_the_same_weights(whale, prompt):
    recorded = np.load(FIXTURES / "model_logits.npz")
    got = whale.logits(recorded[f"{prompt}.tokens"])[-3:]
    assert got.dtype == np.float32
    assert np.abs(got - recorded[f"{prompt}.logits"]).max() < 1e-4


def test_greedy_text_is_that_of_pytorch(whale):
    recorded = np.load(FIXTURES / "model_logits.npz")
    prompt, text = recorded["short.tokens"], recorded["greedy.tokens"][:45]
    new = list(moby.write(whale, whale.decode(prompt), len(text) - len(prompt)))
    assert new == text[len(prompt) :].tolist()


def test_tokens_are_those_of_training(whale):
    recorded = np.load(FIXTURES / "model_logits.npz")
    for name in ("short", "dialogue"):
        tokens = recorded[f"{name}.tokens"].tolist()
        assert whale.encode(whale.decode(tokens)) == tokens


# -- the file -----------------------------------------------------------------------------------------


def test_the_weights_are_small_and_are_those_that_provenance_describes(whale):
    provenance = json.loads(moby.WEIGHTS.with_name("provenance.json").read_text())
    arrays = [
        whale.embedding,
        whale.final_gain,
        *(a for b in whale.blocks for a in vars(b).values() if np.ndim(a)),
    ]
    assert provenance["sha256"] == hashlib.sha256(moby.WEIGHTS.read_bytes()).hexdigest()
    assert provenance["parameters"] == sum(a.size for a in arrays)
    assert moby.WEIGHTS.stat().st_size <= 12e6
    assert whale.context >= 512


def test_a_changed_weights_file_is_refused_with_both_hashes(tmp_path):
    changed = bytearray(moby.WEIGHTS.read_bytes())
    changed[len(changed) // 2] ^= 1
    (tmp_path / "moby.npz").write_bytes(changed)
    provenance = moby.WEIGHTS.with_name("provenance.json").read_text()
    (tmp_path / "provenance.json").write_text(provenance)
    with pytest.raises(ValueError, match=json.loads(provenance)["sha256"]):
        moby.load(tmp_path / "moby.npz")


# -- the forward pass ---------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    tokens=st.lists(st.integers(0, len(FRAGMENTS) - 1), min_size=2, max_size=11),
    seed=st.integers(0, 5),
    data=st.data(),
)
def test_a_later_token_never_moves_earlier_logits(tokens, seed, data):
    model, keep = small_model(seed), data.draw(st.integers(1, len(tokens) - 1))
    np.testing.assert_allclose(model.logits(tokens)[:keep], model.logits(tokens[:keep]), rtol=1e-4, atol=1e-5)


def test_a_block_is_attention_by_loops_and_feed_forward_each_added_to_its_input():
    block = small_model(seed=3).blocks[0]
    X = np.random.default_rng(4).normal(size=(5, 12)).astype(np.float32)

    def norm(x, gain):
        return x / np.sqrt((x.astype(float) ** 2).mean(axis=1, keepdims=True) + 1e-5) * gain

    heads = []
    for h in range(3):
        columns = slice(4 * h, 4 * h + 4)
        Q, K, V = (norm(X, block.attention_gain) @ W[:, columns] for W in (block.W_q, block.W_k, block.W_v))
        for i in range(5):
            for j, rate in enumerate((1.0, 10_000**-0.5)):  # the pair (j, j + 2) is one complex number
                for A in (Q, K):
                    z = complex(A[i, j], A[i, j + 2]) * np.exp(1j * i * rate)
                    A[i, j], A[i, j + 2] = z.real, z.imag
        heads.append(reference.causal_attention(Q, K, V))
    after = X + np.hstack(heads) @ block.W_o
    expected = after + np.maximum(norm(after, block.feed_forward_gain) @ block.W_in, 0) ** 2 @ block.W_out
    np.testing.assert_allclose(moby.block_forward(X, block), expected, rtol=1e-4, atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(near=st.integers(0, 40), far=st.integers(0, 40), shift=st.integers(0, 2000))
def test_scores_of_rotated_queries_and_keys_depend_on_their_distance_only(near, far, shift):
    q, k = np.random.default_rng(6).normal(size=(2, 1, 1, 8))

    def score(i, j):
        return (moby.rotate(q, [i]) * moby.rotate(k, [j])).sum()

    assert score(near, far) == pytest.approx(score(near + shift, far + shift), abs=1e-9)


def test_rotation_keeps_lengths_and_leaves_position_zero_alone():
    x = np.random.default_rng(7).normal(size=(3, 5, 6))
    turned = moby.rotate(x, np.arange(5))
    np.testing.assert_allclose(np.linalg.norm(turned, axis=-1), np.linalg.norm(x, axis=-1))
    np.testing.assert_array_equal(turned[:, 0], x[:, 0])
    assert (turned[:, 1:] != x[:, 1:]).any(axis=-1).all()


def test_word_order_matters():
    logits = small_model().logits
    assert np.abs(logits([0, 1, 2, 3])[-1] - logits([2, 1, 0, 3])[-1]).max() > 1e-3


def test_heads_are_split_without_a_copy_and_joined_to_what_they_were():
    X = np.arange(5 * 12, dtype=np.float32).reshape(5, 12)
    heads = moby.split_heads(X, 3)
    assert heads.shape == (3, 5, 4) and np.shares_memory(heads, X)
    np.testing.assert_array_equal(heads[1], X[:, 4:8])
    np.testing.assert_array_equal(moby.join_heads(heads), X)


def test_scores_of_ten_thousand_give_finite_logits():
    model = small_model()
    for block in model.blocks:
        block.W_q[...] *= 1e4
    assert np.isfinite(model.logits([0, 1, 2, 3])).all()


@pytest.mark.parametrize("n", [0, 12])
def test_too_few_or_too_many_tokens_are_refused_with_the_limit(n):
    with pytest.raises(ValueError, match=f"{n} tokens.*at most 11"):
        small_model().logits([0] * n)


# -- tokens -------------------------------------------------------------------------------------------


@given(st.text(alphabet="abc \n", max_size=40))
def test_decoding_undoes_encoding(text):
    model = small_model()
    assert model.decode(model.encode(text)) == text


@given(st.text(alphabet="abc \n", min_size=1, max_size=40))
def test_each_token_is_the_longest_that_fits(text):
    model = small_model()
    for token in model.encode(text):
        fits = [f for f in FRAGMENTS if text.startswith(f)]
        assert FRAGMENTS[token] == max(fits, key=len)
        text = text[len(FRAGMENTS[token]) :]


def test_an_unknown_character_is_named_with_its_place(whale):
    with pytest.raises(ValueError, match="'é', character 3 of the text"):
        whale.encode("Queéqueg")


# -- choosing and writing -----------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_tokens_and_another_seed_others():
    def draws(seed):
        draw = moby.sampler(temperature=1.5, seed=seed)
        return [draw(np.linspace(0, 1, 50)) for _ in range(20)]

    assert draws(3) == draws(3)
    assert draws(3) != draws(4)


@settings(max_examples=20, deadline=None)
@given(k=st.integers(1, 9), seed=st.integers(0, 1000))
def test_top_k_draws_only_from_the_k_most_likely(k, seed):
    logits = np.random.default_rng(seed).normal(size=9).astype(np.float32)
    draw = moby.sampler(temperature=5.0, top_k=k, seed=seed)
    assert {draw(logits) for _ in range(40)} <= set(np.argsort(-logits)[:k].tolist())


def test_tokens_are_drawn_as_often_as_softmax_of_logits_over_temperature_says():
    logits, draw = np.array([0.0, 1.0, 2.0]), moby.sampler(temperature=2.0, seed=1)
    counts = np.bincount([draw(logits) for _ in range(4000)], minlength=3)
    expected = np.exp(logits / 2) / np.exp(logits / 2).sum()
    np.testing.assert_allclose(counts / 4000, expected, atol=0.03)


def test_a_temperature_near_zero_is_greedy():
    logits = np.random.default_rng(8).normal(size=30).astype(np.float32)
    draw = moby.sampler(temperature=1e-3)
    assert {draw(logits) for _ in range(20)} == {moby.greedy(logits)} == {int(logits.argmax())}


@pytest.mark.parametrize(
    "options", [{"temperature": 0}, {"temperature": -1.0}, {"top_k": 0}, {"temperature": float("nan")}]
)
def test_options_that_leave_nothing_to_draw_are_refused(options):
    with pytest.raises(ValueError, match="has to be"):
        moby.sampler(**options)


def test_writing_goes_on_from_the_most_likely_token_each_time():
    model = small_model(seed=2)
    tokens = model.encode("ab c")
    for token in moby.write(model, "ab c", 6):
        assert token == model.logits(tokens)[-1].argmax()
        tokens.append(token)


def test_writing_fills_the_context_exactly_and_not_one_token_more():
    model = small_model()
    assert len(list(moby.write(model, "a", 10))) == 10
    with pytest.raises(ValueError, match="12; the model sees at most 11"):
        next(moby.write(model, "a", 11))


def test_an_empty_prompt_is_refused():
    with pytest.raises(ValueError, match="prompt is empty"):
        next(moby.write(small_model(), "", 3))


def test_a_stream_pairs_each_tokens_text_with_the_time_it_took():
    readings = iter([0.0, 0.5, 10.0, 10.25, 20.0, 20.125, 30.0, 30.0])
    pairs = list(moby.stream(small_model(), [5, 3, 0], timer=lambda: next(readings)))
    assert pairs == [("ab", 0.5), (" ", 0.25), ("a", 0.125)]


def test_looks_are_the_weights_that_the_model_itself_uses(whale):
    text = "The whale dived because it was hungry."
    tokens, weights = moby.looks(whale, text)
    assert "".join(tokens) == text and weights.shape == (4, 6, len(tokens), len(tokens))
    assert np.allclose(weights.sum(axis=-1), 1, atol=1e-5) and not np.triu(weights, 1).any()
    block = whale.blocks[0]
    X = whale.embed(whale.encode(text))
    normed = moby.rms_norm(X, block.attention_gain)
    V = moby.split_heads(normed @ block.W_v, block.n_heads)
    X = X + moby.join_heads(weights[0] @ V) @ block.W_o
    assert np.allclose(
        X + moby.feed_forward(X, block), moby.block_forward(whale.embed(whale.encode(text)), block), atol=1e-4
    )
