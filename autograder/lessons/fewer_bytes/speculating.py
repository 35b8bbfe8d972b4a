"""What the misconceptions of `speculative` are made from: the right answer in exchangeable parts, and how few
calls there can be."""

from dataclasses import dataclass

from decodelab.designs import KVCache
from decodelab.model import greedy
from decodelab.serving_rehearsal import our_block_step


def kept(draft, choices):
    n = next((i for i, (guess, choice) in enumerate(zip(draft, choices)) if guess != choice), len(draft))
    return draft[:n] + [choices[n]]


def _cut_back(caches, length, draft, new):
    """length: of the text without its newest token"""
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
    caches_of=lambda model: [KVCache(model.d_model, model.d_model) for _ in model.blocks],
    blocks=lambda model: model.blocks,
    wanted=lambda k, n_new, written: min(k, n_new - written - 1),
    told=lambda tokens, n_prompt: tokens,
    fed=lambda tokens, draft, new: [tokens[-1], *draft],
    place=lambda cached, tokens, n_prompt: cached,
    first_place=lambda n_prompt: 0,
    rows=lambda X, draft: X[len(X) - len(draft) - 1 :],
    pick=greedy,
    keep=kept,
    back=_cut_back,
    counted=lambda new, draft: len(new),
    enough=lambda written, n_new: written >= n_new,
):
    """A `speculative` in exchangeable parts. apart: whether the prompt goes through by itself, before the
    first guesses are made."""
    tokens, written, new = model.encode(prompt), 0, []
    n_prompt, caches = len(tokens), caches_of(model)
    for call in range(4 * n_new + 4):
        if enough(written, n_new):
            return
        alone = apart and not call
        draft = [] if alone else list(propose(told(tokens, n_prompt), wanted(k, n_new, written)))
        cached = len(caches[0])
        x = model.embed(fed(tokens, draft, new) if call else tokens + draft)
        at = place(cached, tokens, n_prompt) if call else first_place(n_prompt)
        for block, cache in zip(blocks(model), caches):
            x = our_block_step(x, block, cache, at)
        choices = [pick(row) for row in model.read_out(rows(x, draft))]
        new = keep(draft, choices)
        tokens = tokens + new
        written += 1 if alone else counted(new, draft)
        if not alone:
            back(caches, len(tokens) - 1, draft, new)
        yield from new


@dataclass(frozen=True)
class Run:
    """Of a run with a planted draft: calls of the model, rows that go through it, pairs of a query and a
    cached row."""

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


def worst(logits):
    return int(logits.argmin())


def never(caches, length, draft, new):
    pass


def to(more):
    """Cut back to so many rows more than should stay."""

    def back(caches, length, draft, new):
        for cache in caches:
            cache.truncate(max(min(length + more, len(cache)), 0))

    return back


def by_wrong_guesses(more, only_if_wrong=False):
    """Cut off as many rows as guesses were wrong, and leave `more` besides; what one call leaves too much of
    stays there for good."""

    def back(caches, length, draft, new):
        wrong = len(draft) + 1 - len(new)
        if wrong or not only_if_wrong:
            for cache in caches:
                cache.truncate(max(min(len(cache) - wrong + more, len(cache)), 0))

    return back


def first_layer_only(caches, length, draft, new):
    caches[0].truncate(min(length, len(caches[0])))


def all_but_first_layer(caches, length, draft, new):
    for cache in caches[1:]:
        cache.truncate(min(length, len(cache)))


def all_but_last_layer(caches, length, draft, new):
    for cache in caches[:-1]:
        cache.truncate(min(length, len(cache)))


def whole_draft(more):
    """Cut all guesses away, right ones as well, and `more` rows less than that."""

    def back(caches, length, draft, new):
        for cache in caches:
            cache.truncate(max(len(cache) - len(draft) + more, 0))

    return back


def one_cache(model):
    return [KVCache(model.d_model, model.d_model)] * len(model.blocks)


def by_text(cached, tokens, n_prompt):
    return len(tokens) - 1


def by_new_text(cached, tokens, n_prompt):
    return len(tokens) - n_prompt


def one_further(cached, tokens, n_prompt):
    return len(tokens)


def nowhere(cached, tokens, n_prompt):
    return 0
