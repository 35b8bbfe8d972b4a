"""What goes wrong in lesson 05: in a block with a cache, and in writing with it.

Both are put together from parts; a misconception replaces some of them, so that two at once can be recognised too.
"""

from functools import partial

import numpy as np

from autograder.misconceptions.misconception import Misconception
from decodelab.designs import KVCache
from decodelab.model import feed_forward, greedy, join_heads, rms_norm, rotate, split_heads

KNOWN = []


def known(exercise, answer, *entries):
    """entries: (id, parts of `answer` that are replaced, sentence, question)."""
    for wrong_id, parts, sentence, question in entries:
        KNOWN.append(Misconception(wrong_id, exercise, (partial(answer, **parts),), sentence, question))


# -- block_step ---------------------------------------------------------------------------------------


def _remember(cache, K, V):
    cache.append(K, V)
    return cache.keys, cache.values


def _new_only(cache, K, V):
    cache.append(K, V)
    return K, V


def _look_first(cache, K, V):
    seen = cache.keys.copy(), cache.values.copy()
    cache.append(K, V)
    return seen if len(seen[0]) else (K, V)


def _forget(cache, K, V):
    return np.concatenate([cache.keys, K]), np.concatenate([cache.values, V])


def _twice(cache, K, V):
    cache.append(K, V)
    return _remember(cache, K, V)


def _once_more_afterwards(cache, K, V):
    seen = [np.array(kept) for kept in _remember(cache, K, V)]
    cache.append(K, V)
    return seen


def _softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def _softmax_over(axis):
    def softmax(scores):
        exps = np.exp(scores - scores.max(axis=axis, keepdims=True))
        return exps / np.maximum(exps.sum(axis=axis, keepdims=True), 1e-300)

    return softmax


def _rotated(X, n_heads, positions):
    return join_heads(rotate(split_heads(X, n_heads), positions))


def _rotated_as_one_head(X, n_heads, positions):
    return rotate(X[None], positions)[0]


def step(
    x,
    block,
    cache,
    position,
    *,
    normed=lambda x, block: rms_norm(x, block.attention_gain),
    kept_of=lambda x, normed: normed,
    matrices=lambda block: (block.W_q, block.W_k, block.W_v),
    split=split_heads,
    positions=lambda position, t, cached: position + np.arange(t),
    turn_q=_rotated,
    turn_k=_rotated,
    turn_v=lambda X, n_heads, positions: X,
    keep=_remember,
    shown=lambda keys, n_heads: keys,
    allowed=lambda t, n: np.tri(t, n, n - t, dtype=bool),
    scale=lambda block: np.sqrt(block.d_head),
    heads=lambda block: block.n_heads,
    normalise=_softmax,
    mix=lambda weights, keys, values: weights @ values,
    join=join_heads,
    project=lambda mixed, block: mixed @ block.W_o,
    add=lambda x, normed, y: x + y,
    after=lambda x, block, before: x + feed_forward(x, block),
):
    """A block_step in exchangeable parts."""
    t, h = len(x), heads(block)
    X = normed(x, block)
    at = positions(position, t, len(cache))
    (W_q, W_k, W_v), source = matrices(block), kept_of(x, X)
    keys, values = keep(cache, turn_k(source @ W_k, h, at), turn_v(source @ W_v, h, at))
    Q, keys, values = split_heads(turn_q(X @ W_q, h, at), h), split(shown(keys, h), h), split(values, h)
    scores = Q @ keys.swapaxes(1, 2) / scale(block)
    scores = np.where(allowed(t, scores.shape[2]), scores, -np.inf)
    y = project(join(mix(normalise(scores), keys, values)), block)
    return after(add(x, X, y), block, x)


def _turned_and_reshaped(X, n_heads, positions):
    return rotate(split_heads(X, n_heads), positions).reshape(len(X), -1)


def _unturned(X, n_heads, positions):
    return X


def _layer_norm(x, block):
    return rms_norm(x - x.mean(axis=-1, keepdims=True), block.attention_gain)


def _unsquared(x, block, before):
    return x + np.maximum(rms_norm(x, block.feed_forward_gain) @ block.W_in, 0) @ block.W_out


def _turned_from_0(X, n_heads, positions):
    return _rotated(X, n_heads, positions - positions[0])


def _shares_or_all_alike(scores):
    """Softmax of scores with −1e30 in place of −inf: where every token is hidden, all get the same share."""
    return _softmax(np.where(np.isfinite(scores), scores, -1e30))


known(
    "block_step",
    step,
    (
        "no_positions",
        {"turn_q": _unturned, "turn_k": _unturned},
        "Your block does without positions: queries and keys are not rotated.",
        "How could the model tell 'dog bites man' from 'man bites dog'?",
    ),
    (
        "keys_not_rotated",
        {"turn_k": _unturned},
        "Your queries are rotated, your keys are not.",
        "A score depends on the distance of two tokens only if both have been turned. Where do yours go into the cache?",
    ),
    (
        "queries_not_rotated",
        {"turn_q": _unturned},
        "Your keys are rotated, your queries are not.",
        "Which two vectors make a score, and what was done to each of them?",
    ),
    (
        "values_rotated",
        {"turn_v": _rotated},
        "Your values are rotated, too.",
        "Values say what a token hands over. Does that depend on where it stands?",
    ),
    (
        "position_ignored",
        {"positions": lambda position, t, cached: np.arange(t)},
        "Every call of yours counts positions from 0 again.",
        "What is the position of the first token of the second chunk?",
    ),
    (
        "keys_counted_from_0",
        {"turn_k": _turned_from_0},
        "Your queries are rotated by their positions, your keys as if every call began at 0.",
        "Where does the first token of the second chunk stand, as a key?",
    ),
    (
        "queries_counted_from_0",
        {"turn_q": _turned_from_0},
        "Your keys are rotated by their positions, your queries as if every call began at 0.",
        "Where does the first token of the second chunk stand, as a query?",
    ),
    (
        "one_position_for_all",
        {"positions": lambda position, t, cached: np.full(t, position)},
        "All tokens of a chunk have the same position.",
        "A chunk of three starts at position 5. Where does its last token stand?",
    ),
    (
        "position_counts_backwards",
        {"positions": lambda position, t, cached: position + np.arange(t)[::-1]},
        "The tokens of a chunk are numbered from its end.",
        "Which row of x is the earliest token?",
    ),
    (
        "position_doubled",
        {"positions": lambda position, t, cached: position + cached + np.arange(t)},
        "Your positions run too fast: position and the length of the cache are added up.",
        "position already says where the first new token stands. What does len(cache) say?",
    ),
    (
        "rotated_across_heads",
        {"turn_q": _rotated_as_one_head, "turn_k": _rotated_as_one_head},
        "Queries and keys are rotated before they are split into heads.",
        "Which two numbers form a pair: of one head, or of all d_model?",
    ),
    (
        "rotated_again",
        {"shown": lambda keys, n_heads: _rotated(keys, n_heads, np.arange(len(keys)))},
        "Your cached keys are rotated a second time when they are read.",
        "What happened to a key before it went into the cache?",
    ),
    (
        "no_mask",
        {"allowed": lambda t, n: np.ones((t, n), dtype=bool)},
        "In a chunk, your tokens see later ones.",
        "One new token may use all that is cached. May the first of three use the third?",
    ),
    (
        "top_left_mask",
        {"allowed": lambda t, n: np.tri(t, n, dtype=bool)},
        "Row i of your chunk sees tokens 0 … i of the whole text: the mask forgets what was cached before.",
        "With 10 cached tokens and a chunk of 2, how many keys may the first of the two use?",
    ),
    (
        "sees_next_token",
        {"allowed": lambda t, n: np.tri(t, n, n - t + 1, dtype=bool)},
        "Your new tokens also see the token that comes after them.",
        "With 3 cached tokens and a chunk of 2, how many keys may the first of the two use?",
    ),
    (
        "mask_only_when_empty",
        {"allowed": lambda t, n: np.tri(t, n, n - t if t == n else n, dtype=bool)},
        "Your mask is left out as soon as something is cached.",
        "May the first token of a second chunk see the last one of the same chunk?",
    ),
    *(
        (
            "own_token_masked",
            {"allowed": lambda t, n: np.tri(t, n, n - t - 1, dtype=bool), **parts},
            "Your new tokens don't see themselves.",
            "Which keys are there for the very first token of a text?",
        )
        for parts in ({}, {"normalise": _shares_or_all_alike})
    ),
    (
        "scale_forgotten",
        {"scale": lambda block: 1.0},
        "Your scores are not divided by √d_head.",
        "What keeps scores at the same size when heads get wider?",
    ),
    (
        "scale_by_d_model",
        {"scale": lambda block: np.sqrt(len(block.W_q))},
        "Your scores are divided by √d_model.",
        "Over how many numbers does one head's dot product run?",
    ),
    (
        "scale_by_d_head",
        {"scale": lambda block: block.d_head},
        "Your scores are divided by d_head, not by its root.",
        "What does a sum of d_head random products grow like?",
    ),
    (
        "scale_by_n_heads",
        {"scale": lambda block: np.sqrt(block.n_heads)},
        "Your scores are divided by √n_heads.",
        "Over how many numbers does one head's dot product run?",
    ),
    (
        "one_head",
        {"heads": lambda block: 1},
        "Your block has a single head as wide as the model.",
        "What does split_heads do, and who calls it?",
    ),
    (
        "softmax_over_queries",
        {"normalise": _softmax_over(-2)},
        "Your softmax runs over the new tokens.",
        "Which axis of the scores should add up to 1?",
    ),
    (
        "weights_not_normalised",
        {"normalise": lambda scores: np.exp(scores - scores.max(axis=-1, keepdims=True))},
        "Your weights don't add up to 1.",
        "What is the sum of the exponentials for?",
    ),
    (
        "zeros_for_minus_inf",
        {"normalise": lambda scores: _softmax(np.where(np.isfinite(scores), scores, 0))},
        "Your masked scores are 0.",
        "Which share does softmax give to a 0 among other scores?",
    ),
    (
        "softmax_over_heads",
        {"normalise": _softmax_over(0)},
        "Your softmax runs over the heads.",
        "Which axis of the scores should add up to 1?",
    ),
    (
        "softmax_forgotten",
        {"normalise": lambda scores: np.where(np.isfinite(scores), scores, 0)},
        "Your weights are the scores themselves.",
        "What makes scores positive shares?",
    ),
    (
        "mixes_keys",
        {"mix": lambda weights, keys, values: weights @ keys},
        "Your output is a mix of keys.",
        "Which array says what a token hands over?",
    ),
    (
        "heads_joined_without_swap",
        {"join": lambda mixed: mixed.reshape(mixed.shape[1], -1)},
        "Your heads are put side by side in the wrong order: reshape alone mixes tokens with heads.",
        "(n_heads, t, d_head) has to become (t, n_heads · d_head). Which axes change places first?",
    ),
    (
        "keys_joined_without_swap",
        {"turn_k": _turned_and_reshaped},
        "Your keys go into the cache in the wrong order: reshape alone mixes tokens with heads.",
        "(n_heads, t, d_head) has to become (t, n_heads · d_head). Which axes change places first?",
    ),
    (
        "cache_split_without_swap",
        {"split": lambda X, n_heads: X.reshape(n_heads, len(X), -1)},
        "Your cached rows are cut into heads in the wrong order: reshape alone mixes tokens with heads.",
        "(n, n_heads · d_head) has to become (n_heads, n, d_head). Which axes change places, and when?",
    ),
    (
        "queries_matrix_for_keys",
        {"matrices": lambda block: (block.W_q, block.W_q, block.W_v)},
        "Your cache has queries where keys belong.",
        "Which of the three matrices makes what you append?",
    ),
    (
        "keys_matrix_for_values",
        {"matrices": lambda block: (block.W_q, block.W_k, block.W_k)},
        "Your values are made with the keys' matrix.",
        "Which of the three matrices does each of your three lines use?",
    ),
    (
        "keys_matrix_for_queries",
        {"matrices": lambda block: (block.W_k, block.W_k, block.W_v)},
        "Your queries are made with the keys' matrix.",
        "Which of the three matrices does each of your three lines use?",
    ),
    (
        "value_projection_forgotten",
        {"matrices": lambda block: (block.W_q, block.W_k, np.eye(len(block.W_v)))},
        "Your values are the norm of x as it is.",
        "What makes a value of a token, as W_k makes its key?",
    ),
    (
        "output_projection_forgotten",
        {"project": lambda mixed, block: mixed},
        "Your block leaves out W_o.",
        "What mixes the outputs of the heads?",
    ),
    (
        "norm_forgotten",
        {"normed": lambda x, block: x},
        "Your block projects x itself, not its norm.",
        "What does block_forward do with X before the projections?",
    ),
    (
        "keys_and_values_not_normed",
        {"kept_of": lambda x, normed: x},
        "Your keys and values are made of x, your queries of its norm.",
        "What do all three projections start from in block_forward?",
    ),
    (
        "feed_forward_normed_twice",
        {"after": lambda x, block, before: x + feed_forward(rms_norm(x, block.feed_forward_gain), block)},
        "Your feed-forward layer gets what has been through its norm already.",
        "What does feed_forward do first with what it is given?",
    ),
    (
        "wrong_gain",
        {"normed": lambda x, block: rms_norm(x, block.feed_forward_gain)},
        "The norm before attention uses the gain of the feed-forward layer.",
        "A block has two gains. Which belongs to which half?",
    ),
    (
        "gain_forgotten",
        {"normed": lambda x, block: rms_norm(x, np.ones_like(block.attention_gain))},
        "Your norm before attention does without its gain.",
        "Which array of the block does rms_norm take?",
    ),
    (
        "mean_taken_off",
        {"normed": _layer_norm},
        "Your norm takes the mean of x off first: that is a layer norm.",
        "Which norm does block_forward call?",
    ),
    (
        "norm_over_all_tokens",
        {"normed": lambda x, block: x / np.sqrt(np.mean(x * x) + 1e-5) * block.attention_gain},
        "Your norm runs over all new tokens together.",
        "Whose numbers should one token's norm depend on?",
    ),
    (
        "attention_replaces_x",
        {"add": lambda x, normed, y: y},
        "Your attention replaces x.",
        "What is added to what after attention?",
    ),
    (
        "added_to_the_norm",
        {"add": lambda x, normed, y: normed + y},
        "Your attention is added to the norm of x.",
        "Which x goes past attention, before or after the norm?",
    ),
    (
        "feed_forward_forgotten",
        {"after": lambda x, block, before: x},
        "Your block ends after attention.",
        "What is the second half of block_forward?",
    ),
    (
        "feed_forward_replaces_x",
        {"after": lambda x, block, before: feed_forward(x, block)},
        "Your feed-forward layer replaces x.",
        "What is its result added to?",
    ),
    (
        "square_forgotten",
        {"after": _unsquared},
        "Your feed-forward layer leaves out the square.",
        "What happens between its two matrices in feed_forward?",
    ),
    (
        "feed_forward_of_old_x",
        {"after": lambda x, block, before: x + feed_forward(before, block)},
        "Your feed-forward layer gets what x was before attention.",
        "Which of the two does block_forward hand to it?",
    ),
    (
        "ignores_the_cache",
        {"keep": _new_only},
        "Your new tokens see each other and nothing that was cached.",
        "append puts keys into the cache. Who reads them?",
    ),
    (
        "looks_before_appending",
        {"keep": _look_first, "allowed": lambda t, n: np.ones((t, n), dtype=bool)},
        "Your new tokens see what was cached before, not themselves.",
        "In which order do you append and read?",
    ),
    (
        "never_appends",
        {"keep": _forget},
        "Your new tokens' keys and values are used once and then forgotten.",
        "How does the next call learn about them?",
    ),
    *(
        (
            "appends_twice",
            {"keep": keep},
            "Your tokens are in the cache twice.",
            "How often does one call run append?",
        )
        for keep in (_twice, _once_more_afterwards)
    ),
    (
        "keys_and_values_swapped",
        {"keep": lambda cache, K, V: _remember(cache, V, K)},
        "Your keys and values have changed places in the cache.",
        "In which order does append take its two arguments?",
    ),
)


# -- generate -----------------------------------------------------------------------------------------


def write_cached(
    model,
    prompt,
    n_new,
    choose=greedy,
    *,
    caches=lambda model: [KVCache(model.d_model, model.d_model) for _ in model.blocks],
    first=lambda tokens: tokens,
    advance=lambda position, t: position + t,
    then=lambda old, token: [token],
    row=lambda X: X[-1],
    count=lambda n: n,
    read=lambda model, x: model.read_out(x),
    pick=lambda choose, logits: choose(logits),
    blocks=lambda model, i: model.blocks,
    give=lambda prompt_tokens: [],
    limit=lambda model: model.context,
    kept=lambda old, model: old,
    into=lambda X, embedded: X,
):
    """A generate in exchangeable parts."""
    text = model.encode(prompt)
    if not text or len(text) + n_new > limit(model):
        raise ValueError("an empty prompt, or more tokens than the context holds")
    yield from give(text)
    own, tokens, position = caches(model), first(text), 0
    for i in range(count(n_new)):
        X = embedded = model.embed(tokens)
        own = kept(own, model)
        for block, cache in zip(blocks(model, i), own):
            X = step(into(X, embedded), block, cache, position)
        position = advance(position, len(tokens))
        token = pick(choose, read(model, row(X)))
        yield token
        tokens = then(tokens, token)


def _one_for_all(model):
    return [KVCache(model.d_model, model.d_model)] * len(model.blocks)


known(
    "generate",
    write_cached,
    (
        "one_cache_for_all_layers",
        {"caches": _one_for_all},
        "All your layers share one cache.",
        "[KVCache(…)] * 4 is four times the same object. Whose keys does layer 1 find?",
    ),
    (
        "caches_made_anew",
        {"kept": lambda old, model: [KVCache(model.d_model, model.d_model) for _ in model.blocks]},
        "Every step of yours begins with empty caches.",
        "How often does your code run the line that makes them?",
    ),
    (
        "blocks_not_chained",
        {"into": lambda X, embedded: embedded},
        "Each of your blocks gets the token as it was embedded, and only the last block's result counts.",
        "What goes into the second block?",
    ),
    (
        "position_stays_0",
        {"advance": lambda position, t: 0},
        "Every token of yours stands at position 0 after the prompt.",
        "Where does the first new token stand after a prompt of ten?",
    ),
    (
        "position_stays_after_prompt",
        {"advance": lambda position, t: position or t},
        "All your new tokens stand at one and the same position, right after the prompt.",
        "Where does the second new token stand after a prompt of ten?",
    ),
    (
        "position_one_too_far",
        {"advance": lambda position, t: position + t + (position == 0)},
        "After the prompt your positions are one too high.",
        "Positions count from 0. Where does the first new token stand after a prompt of ten?",
    ),
    (
        "position_one_a_step",
        {"advance": lambda position, t: position + 1},
        "From the round that reads the prompt to the next one, your position grows by one.",
        "How many positions does the first step use up?",
    ),
    (
        "position_one_short",
        {"advance": lambda position, t: position + max(t - 1, 1)},
        "After the prompt your positions are one too low.",
        "Positions count from 0. Where does the first new token stand after a prompt of ten?",
    ),
    (
        "prompt_backwards",
        {"first": lambda tokens: tokens[::-1]},
        "Your prompt goes in from its end.",
        "In which order do the prompt's tokens stand?",
    ),
    (
        "last_prompt_token_only",
        {"first": lambda tokens: tokens[-1:]},
        "Only the last token of your prompt reaches the model.",
        "Which tokens does the first step embed?",
    ),
    (
        "prompt_without_its_last",
        {"first": lambda tokens: tokens[:-1] or tokens},
        "The last token of your prompt never reaches the model.",
        "After which token does the first new one come?",
    ),
    (
        "text_read_again",
        {"then": lambda old, token: old + [token]},
        "Each step of yours feeds the whole text again into caches that have it already.",
        "Which tokens are new to the caches in step 2?",
    ),
    (
        "old_token_again",
        {"then": lambda old, token: old[-1:]},
        "Your steps feed the last token of the prompt again and again.",
        "Which token is the input of the next step?",
    ),
    (
        "first_row",
        {"row": lambda X: X[0]},
        "Your next token follows from the first row.",
        "Which row of the block's output belongs to the newest token?",
    ),
    (
        "norm_before_read_out_forgotten",
        {"read": lambda model, x: x @ model.embedding.T},
        "Your logits leave out the norm after the last block.",
        "What does model.read_out do besides the product?",
    ),
    (
        "choose_given_weights",
        {"read": lambda model, x: _softmax(model.read_out(x))},
        "Your choose is given what softmax makes of the logits.",
        "What does model.read_out give, and what does choose expect?",
    ),
    (
        "one_too_many",
        {"count": lambda n: n + 1},
        "You write one token too many.",
        "The step that reads the prompt gives a token, too. How many steps are left?",
    ),
    (
        "one_too_few",
        {"count": lambda n: max(n - 1, 0)},
        "You write one token too few.",
        "The step that reads the prompt gives a token. How many do?",
    ),
    (
        "prompt_yielded",
        {"give": lambda tokens: tokens},
        "You yield the prompt's tokens, too.",
        "Who has the prompt already?",
    ),
    (
        "ignores_choose",
        {"pick": lambda choose, logits: (choose(logits), greedy(logits))[1]},
        "You take the most likely token, whatever choose says.",
        "Which value becomes the next token?",
    ),
    (
        "first_block_only",
        {"blocks": lambda model, i: model.blocks[:1]},
        "Your token goes through the first block only.",
        "How many blocks has the model, and how many does your loop go through?",
    ),
    (
        "last_block_left_out",
        {"blocks": lambda model, i: model.blocks[:-1]},
        "Your token skips the last block.",
        "How many blocks has the model, and how many does your loop go through?",
    ),
    (
        "blocks_backwards",
        {"blocks": lambda model, i: model.blocks[::-1]},
        "Your token goes through the blocks from the last to the first.",
        "In which order does model.logits go through them?",
    ),
    (
        "refuses_what_fits",
        {"limit": lambda model: model.context - 1},
        "A text that just fits is refused.",
        "May prompt and new tokens together be as many as the context?",
    ),
)
