"""What the misconceptions of `speculative` are made from: the right answer in exchangeable parts, and how few calls there can be."""

from dataclasses import dataclass

from decodelab.designs import KVCache
from decodelab.model import greedy
from decodelab.serving_rehearsal import our_block_step


def kept(draft, choices):
    n = next((i for i, (guess, choice) in enumerate(zip(draft, choices)) if guess != choice), len(draft))
    return draft[:n] + [choices[n]]


def _cut_back(caches, length, before):
    """length: of the text without its newest token; before: tokens cached before this pass."""
    for cache in caches:
        cache.truncate(min(length, len(cache)))


def speculate(
    model,
    prompt,
    n_new,
    propose,
    k,
    *,
    apart=False,
    wanted=lambda k, n_new, written: min(k, n_new - written - 1),
    told=lambda tokens, n_prompt: tokens,
    fed=lambda tokens, draft: [tokens[-1], *draft],
    place=lambda cached, tokens: cached,
    rows=lambda X, draft: X[len(X) - len(draft) - 1 :],
    keep=kept,
    back=_cut_back,
    give=lambda new, left: new,
    enough=lambda written, n_new: written >= n_new,
):
    """A `speculative` in exchangeable parts. apart: whether the prompt goes through by itself, before the first guesses are made."""
    tokens = model.encode(prompt)
    n_prompt, caches = len(tokens), [KVCache(model.d_model, model.d_model) for _ in model.blocks]
    for call in range(4 * n_new + 4):
        written = len(tokens) - n_prompt
        if enough(written, n_new):
            return
        alone = apart and not call
        draft = [] if alone else list(propose(told(tokens, n_prompt), wanted(k, n_new, written)))
        cached = len(caches[0])
        x = model.embed(fed(tokens, draft) if call else tokens + draft)
        for block, cache in zip(model.blocks, caches):
            x = our_block_step(x, block, cache, place(cached, tokens) if call else 0)
        choices = [greedy(row) for row in model.read_out(rows(x, draft))]
        new = keep(draft, choices)
        tokens = tokens + new
        if not alone:
            back(caches, len(tokens) - 1, cached)
        yield from give(new, n_new - written)


@dataclass(frozen=True)
class Run:
    """Of a run with a planted draft: calls of the model, rows that go through it, pairs of a query and a cached row."""

    calls: int
    rows: int
    pairs: int


def least(n_prompt, n_new, script, truth, k, most=None, apart=False):
    """The Run that the guesses allow: each call keeps all that it may. apart: as for speculate."""
    written = calls = rows = pairs = 0
    most = k if most is None else most
    while written < n_new:
        wanted = 0 if apart and not calls else max(min(k, most, n_new - written - 1), 0)
        draft = list(script[written : written + wanted])
        new = 1 + len(draft) if calls else n_prompt + len(draft)
        calls, rows = calls + 1, rows + new
        pairs += new * (n_prompt + written + len(draft))
        written += len(kept(draft, list(truth[written : written + len(draft) + 1])))
    return Run(calls, rows, pairs)


# -- other parts --------------------------------------------------------------------------------------


def agreeing(draft, choices):
    return len(kept(draft, choices)) - 1


def no_bonus(draft, choices):
    return kept(draft, choices)[: max(len(draft), 1)]


def no_correction(draft, choices):
    return draft[: agreeing(draft, choices)] or choices[:1]


def all_or_nothing(draft, choices):
    return kept(draft, choices) if draft == choices[: len(draft)] else choices[:1]


def anywhere(draft, choices):
    return [guess for guess, choice in zip(draft, choices) if guess == choice] + choices[-1:]


def draft_and_more(draft, choices):
    return draft + choices[-1:]


def keeps_the_wrong_one(draft, choices):
    n = agreeing(draft, choices)
    return draft[: n + 1] or choices[:1]


def keeps_the_wrong_one_and_more(draft, choices):
    n = agreeing(draft, choices)
    return draft[: n + 1] + choices[n : n + 1]


def all_choices(draft, choices):
    return choices


def shifted(draft, choices):
    n = next((i for i, guess in enumerate(draft) if guess != choices[i + 1]), len(draft))
    return draft[:n] + [choices[n]]


def as_far_as_choices_go(draft, choices):
    """kept, of choices that are one short: nothing behind a right draft."""
    return kept(draft, [*choices, None])[: len(choices)]


def one_row_late(X, draft):
    return X[len(X) - len(draft) :] if draft else X[-1:]


def one_at_a_time(draft, choices):
    return kept(draft, choices)[:1]


def last_choice(draft, choices):
    return draft[: agreeing(draft, choices)] + choices[-1:]


def never(caches, length, before):
    pass


def one_row_left(caches, length, before):
    for cache in caches:
        cache.truncate(min(length + 1, len(cache)))


def one_row_too_many(caches, length, before):
    for cache in caches:
        cache.truncate(max(min(length - 1, len(cache)), 0))


def first_layer_only(caches, length, before):
    caches[0].truncate(min(length, len(caches[0])))


def all_but_first_layer(caches, length, before):
    for cache in caches[1:]:
        cache.truncate(min(length, len(cache)))


def before_the_draft(caches, length, before):
    for cache in caches:
        cache.truncate(min(before + 1, len(cache)) if before else min(length, len(cache)))


def by_text(cached, tokens):
    return len(tokens) - 1
