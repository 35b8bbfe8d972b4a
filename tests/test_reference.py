"""The oracle is right: it agrees with results worked out by hand, with NumPy written another way, and with
itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decodelab import reference

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(1, 6)


def _normal(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


def test_scores_of_an_example_worked_out_by_hand():
    Q, K = np.array([[1.0, 2, 2, 0]]), np.array([[3.0, 1, 0, 5], [0, 0, 1, 0]])
    np.testing.assert_array_equal(reference.attention_scores(Q, K), [[5 / 2, 2 / 2]])


def test_softmax_of_an_example_worked_out_by_hand():
    np.testing.assert_allclose(
        reference.softmax(np.log([[1.0, 2, 5], [2, 2, 4]])), [[1 / 8, 2 / 8, 5 / 8], [1 / 4, 1 / 4, 1 / 2]]
    )


def test_attention_of_an_example_worked_out_by_hand():
    """Query 1 scores ln 1 on key 0 and ln 3 on key 1, so it takes a quarter of value 0 and three of value
    1."""
    Q, K, V = np.array([[9.0], [1.0]]), np.log([[1.0], [3.0]]), np.array([[4.0, 0], [0, 8]])
    np.testing.assert_allclose(reference.causal_attention(Q, K, V), [[4, 0], [1, 6]])


@given(SEEDS, SIZES, SIZES, SIZES)
def test_scores_are_dot_products_over_the_root_of_their_width(seed, n, m, d):
    Q, K = _normal(seed, (n, d), (m, d))
    np.testing.assert_allclose(reference.attention_scores(Q, K), np.inner(Q, K) * d**-0.5, rtol=0, atol=1e-13)


@given(SEEDS, st.lists(SIZES, min_size=1, max_size=4), st.sampled_from([0.1, 1.0, 1e4]))
def test_softmax_rows_add_up_to_1_and_keep_ratios(seed, shape, size):
    scores = _normal(seed, shape)[0] * size
    weights = reference.softmax(scores)
    np.testing.assert_allclose(weights.sum(axis=-1), 1, rtol=1e-13)
    largest = scores.max(axis=-1, keepdims=True)
    np.testing.assert_allclose(
        weights, np.exp(scores - largest) * weights.max(axis=-1, keepdims=True), rtol=1e-12, atol=1e-300
    )


@given(SEEDS, SIZES, st.floats(-1e4, 1e4))
def test_softmax_is_the_same_when_a_row_is_shifted(seed, m, shift):
    scores = _normal(seed, (3, m))[0]
    np.testing.assert_allclose(reference.softmax(scores + shift), reference.softmax(scores), rtol=1e-10)


@given(SEEDS, SIZES)
def test_softmax_treats_minus_infinity_as_absent(seed, m):
    scores = _normal(seed, (m,))[0]
    with_hidden = np.concatenate([[-np.inf], scores, [-np.inf]])
    np.testing.assert_array_equal(reference.softmax(with_hidden), [0, *reference.softmax(scores), 0])


@given(SEEDS, SIZES, SIZES, SIZES)
def test_causal_attention_is_masked_softmax_of_scores_times_values(seed, n, d_k, d_v):
    Q, K, V = _normal(seed, (n, d_k), (n, d_k), (n, d_v))
    exps = np.tril(np.exp(Q @ K.T / np.sqrt(d_k)))
    np.testing.assert_allclose(
        reference.causal_attention(Q, K, V), exps @ V / exps.sum(axis=1, keepdims=True), rtol=0, atol=1e-12
    )


@given(SEEDS, st.integers(2, 6), st.data())
def test_a_later_token_never_moves_an_earlier_row(seed, n, data):
    j = data.draw(st.integers(1, n - 1))
    tokens = _normal(seed, (n, 3), (n, 3), (n, 2))
    before = reference.causal_attention(*tokens)
    for array in tokens:
        array[j:] = 1e12
    np.testing.assert_array_equal(reference.causal_attention(*tokens)[:j], before[:j])


@given(SEEDS, SIZES)
def test_a_row_is_a_mixture_of_the_values_it_may_use(seed, n):
    Q, K, V = _normal(seed, (n, 3), (n, 3), (n, 2))
    output = reference.causal_attention(Q, K, V)
    for i in range(n):
        assert np.all(output[i] <= V[: i + 1].max(axis=0) + 1e-12) and np.all(
            output[i] >= V[: i + 1].min(axis=0) - 1e-12
        )


@given(SEEDS, SIZES, st.data())
def test_a_chunk_gets_the_last_rows_of_the_whole(seed, n, data):
    t = data.draw(st.integers(1, n))
    Q, K, V = _normal(seed, (n, 3), (n, 3), (n, 2))
    np.testing.assert_array_equal(
        reference.chunk_attention(Q[n - t :], K, V), reference.causal_attention(Q, K, V)[n - t :]
    )


@given(SEEDS, SIZES)
def test_one_head_with_identity_matrices_is_causal_attention(seed, n):
    (X,) = _normal(seed, (n, 4))
    identity = np.eye(4)
    np.testing.assert_allclose(
        reference.multi_head_attention(X, identity, identity, identity, identity, 1),
        reference.causal_attention(X, X, X),
    )


@pytest.mark.parametrize("n_heads", [1, 2, 3, 6])
@settings(max_examples=20)
@given(seed=SEEDS)
def test_a_head_works_on_its_own_columns_only(n_heads, seed):
    X, W_q, W_k, W_v = _normal(seed, (4, 6), (6, 6), (6, 6), (6, 6))
    merged = reference.multi_head_attention(X, W_q, W_k, W_v, np.eye(6), n_heads)
    d_head = 6 // n_heads
    for h in range(n_heads):
        cut = slice(h * d_head, (h + 1) * d_head)
        np.testing.assert_allclose(
            merged[:, cut],
            reference.causal_attention(X @ W_q[:, cut], X @ W_k[:, cut], X @ W_v[:, cut]),
            rtol=1e-9,
            atol=1e-12,
        )


@given(SEEDS)
def test_the_output_matrix_multiplies_the_heads_side_by_side(seed):
    X, W_q, W_k, W_v, W_o = _normal(seed, (3, 4), (4, 4), (4, 4), (4, 4), (4, 4))
    merged = reference.multi_head_attention(X, W_q, W_k, W_v, np.eye(4), 2)
    np.testing.assert_allclose(
        reference.multi_head_attention(X, W_q, W_k, W_v, W_o, 2), merged @ W_o, atol=1e-12
    )


def test_the_oracle_leaves_its_inputs_alone_and_answers_in_float64():
    inputs = [a.astype(np.float32) for a in _normal(0, (3, 4), (3, 4), (3, 4))]
    kept = [a.copy() for a in inputs]
    assert reference.causal_attention(*inputs).dtype == np.float64
    assert all(np.array_equal(a, b) for a, b in zip(inputs, kept))
