"""speculative: the greedy text, several tokens a call where a draft guessed them.

Over 400 lines: 27 misconceptions, each with its parts, sentence and question.
"""

import contextlib
import functools
import re

import numpy as np

from autograder.cost.countable import countable, enough_counted
from autograder.kit.driven import as_result
from autograder.kit.driving import drive
from autograder.kit.exercise import aspect, call, exercise, fail, suspecting
from autograder.kit.misconception import Misconception, known_alone
from autograder.kit.verdict import CheckFailed, NotWrittenYet
from autograder.lessons.fewer_bytes import speculating as parts
from autograder.lessons.fewer_bytes.speculating import least, speculate
from decodelab import designs, draft_rehearsal
from decodelab.draft_rehearsal import loud_model
from decodelab.model import block_forward, write
from decodelab.rehearsal import small_inputs, small_model
from decodelab.serving_rehearsal import our_block_step

PROMPTS = ("abc ab", "a", "b c a b c abc\nab", "cab cab b", " ", "ab ca")


class _Text:
    """What the model writes after a prompt: the prompt's tokens, the new ones, the logits after each token of
    both."""

    def __init__(self, seed, prompt, n_new, context, sizes):
        model = loud_model(seed, context=context, **dict(sizes))
        self.n_vocabulary = len(model.vocabulary)
        self.prompt = model.encode(prompt)
        self.new = list(write(model, prompt, n_new))
        self.logits = model.logits(self.prompt + self.new).astype(float)[len(self.prompt) - 1 : -1]
        best, second = np.sort(self.logits, axis=1)[:, :-3:-1].T
        self.margin = float(((best - second) / np.abs(self.logits).max()).min())

    def lively(self):
        """Whether it shows what is read wrong: different tokens, none of them a close choice."""
        return self.margin > 2e-3 and len(set(self.new)) >= min(4, len(self.new) // 5)

    def planted(self, kind, rng):
        """A draft's guess for each new token, and a few more: all "right", all "wrong", "fifth": every fifth
        wrong, or "mixed"."""
        right = {
            "right": lambda j: True,
            "wrong": lambda j: False,
            "fifth": lambda j: j % 5 != 4,
            "mixed": lambda j: rng.random() < 0.65,
        }[kind]
        other = [(t + 1 + int(rng.integers(self.n_vocabulary - 1))) % self.n_vocabulary for t in self.new]
        return [t if right(j) else o for j, (t, o) in enumerate(zip(self.new, other))] + [0] * 10


_text = functools.lru_cache(maxsize=400)(_Text)


def _lively(rng, prompt, n_new, context=90, **sizes):
    """(seed, _Text) of a model whose greedy text is one that shows mistakes."""
    while True:
        seed = int(rng.integers(10_000))
        text = _text(seed, prompt, n_new, context, tuple(sizes.items()))
        if text.lively():
            return seed, text


def _probe(speculative, block_step, KVCache, rng):
    for prompt, n_new, k, kind, most in (
        ("abc ab", 14, 4, "mixed", None),
        ("a", 11, 3, "fifth", None),
        ("cab cab b", 12, 4, "mixed", None),
        ("ab ca", 9, 2, "right", None),
        ("ab c", 7, 3, "mixed", 2),
    ):
        seed, text = _lively(rng, prompt, n_new)
        script = text.planted(kind, rng)
        told = drive(
            draft_rehearsal.run_speculative,
            speculative,
            seed=seed,
            prompt=prompt,
            n_new=n_new,
            script=script,
            k=k,
            most=most,
        )
        yield told["tokens"]
        yield [float(len(tokens) - len(text.prompt)) for tokens, wanted, _ in told["asked"] if wanted > 0]
        yield [float(wanted) for _, wanted, _ in told["asked"] if wanted > 0]


@exercise("speculative", probe=_probe, companions=2, uses=("accepted",))
def speculative(speculative, block_step, KVCache, *, rng):
    """Yields the greedy text, one pass for several tokens."""
    with _standing_on(block_step, KVCache):
        with aspect("shape", "yields exactly n_new whole numbers"):
            for n_new, k in ((6, 3), (1, 4), (2, 1)):
                _run(speculative, rng, "abc a", n_new, k, "right", compare=False)
        with aspect(
            "equals", "the text is that of greedy decoding, token for token, whatever the draft guesses"
        ):
            for prompt in PROMPTS:
                _run(speculative, rng, prompt, 20, 4, "mixed")
            for kind in ("right", "wrong", "fifth"):
                _run(speculative, rng, "ab ca", 20, 4, kind)
                _run(speculative, rng, "abc ab", 15, 1, kind)
        with aspect("few_guesses", "a draft may give fewer guesses than it was asked for, or none"):
            with suspecting(
                "needs_guesses",
                "What does your code do when the draft gives fewer guesses than it was asked for, or none?",
            ):
                for most in (0, 1, 2):
                    _run(speculative, rng, "cab cab b", 14, 4, "mixed", most=most)
        with aspect(
            "end", "right to the last token, also where k is more than what is left or the context ends there"
        ):
            for n_new, k in ((1, 4), (2, 8), (3, 8), (5, 4)):
                for kind in ("right", "wrong"):
                    _run(speculative, rng, "abc a", n_new, k, kind)
            with suspecting(
                "refuses_what_fits",
                "Prompt and new tokens are just as many as the model can see. What "
                "does your condition count?",
            ):
                for kind in ("right", "mixed"):
                    _run(speculative, rng, "abc a", 12, 5, kind, context=15)
        with aspect("sizes", "models of other depths and widths"):
            _run(speculative, rng, "abc ab", 14, 3, "mixed", n_layers=1)
            _run(speculative, rng, "ab c", 14, 3, "mixed", n_layers=3, n_heads=2, d_head=6)
        with aspect(
            "asks", "the draft sees the whole text so far, and is asked for no more guesses than can be kept"
        ):
            for n_new, k in ((13, 4), (3, 8)):
                _asks(*_run(speculative, rng, "ab ca", n_new, k, "mixed", compare=False))
        with aspect(
            "calls",
            "60 tokens take 13 calls if every fifth guess is wrong and k is 4: no more "
            "than the guesses allow",
        ):
            _calls(*_run(speculative, rng, "abc ab", 60, 4, "fifth", compare=False))
            for kind in ("right", "wrong", "mixed"):
                _calls(*_run(speculative, rng, "ab ca", 24, 3, kind, compare=False))
        with aspect("streams", "each token comes as soon as its call is over"):
            _streams(*_run(speculative, rng, "ab c", 20, 4, "right", compare=False))
        with aspect("independent", "runs in turn and one after the other do not disturb each other"):
            _independent(speculative, rng)
        with aspect("cost", "keys and values of the text are computed once, whatever happens to the guesses"):
            _computed_once(speculative, block_step, KVCache, rng)


# -- one run ------------------------------------------------------------------------------------------


def _run(speculative, rng, prompt, n_new, k, kind, most=None, compare=True, context=90, **sizes):
    """(what was told of a run, its _Text, the draft's guesses, k, most), after a look at the tokens."""
    seed, text = _lively(rng, prompt, n_new, context, **sizes)
    script = text.planted(kind, rng)
    shown = f"speculative(model, {prompt!r}, {n_new}, propose, {k})"
    run = dict(seed=seed, prompt=prompt, n_new=n_new, script=script, k=k, most=most, context=context, **sizes)
    told = call(
        drive,
        draft_rehearsal.run_speculative,
        speculative,
        **run,
        shown=shown,
        explain=functools.partial(_known_error, speculative=speculative, run=run),
        advice=(
            "Print the guesses and what goes into the pass: it is the tokens that are not cached "
            "yet, then the guesses."
        ),
    )
    if told["kind"] == "NoneType":
        fail(
            f"{shown} is None. A function that contains `yield` gives its tokens one by one; is there one?",
            misconception="nothing_returned",
            diagnosable=False,
        )
    tokens = told["tokens"]
    many = f"{len(tokens)}" if len(tokens) <= n_new + 3 else f"more than {n_new + 3}"
    if len(tokens) > n_new:
        fail(
            f"{shown} gave {many} tokens; expected {n_new}.",
            suspected="too_many_tokens",
            question=(
                "What counts as written, and how many tokens may the last call add to it? (One with k "
                "guesses may add k + 1.)"
            ),
        )
    if len(tokens) < n_new:
        fail(
            f"{shown} gave {many} tokens; expected {n_new}.",
            question="Every call makes a token at least. What ends your loop, and what counts as written?",
        )
    if compare:
        _same_text(told, text, script, k, shown)
        _same_logits(told, text, shown)
    return told, text, script, k, most


def _same_text(told, text, script, k, shown):
    for j, (token, expected) in enumerate(zip(told["tokens"], text.new)):
        if token == expected:
            continue
        guessed = script[j]
        said = (
            " That is the draft's guess there, which the model does not pick."
            if token == guessed != expected
            else f" The draft's guess there was {guessed}."
        )
        fail(
            f"{shown}, with a planted draft: new token {j} is {token}, greedy decoding writes "
            f"{expected}.{said}",
            question="What stands in the caches when that token is chosen: the text so far and nothing else? "
            "And which row of logits belongs to which token?",
        )


def _same_logits(told, text, shown):
    """Fail if a token was chosen from logits that are not those after the text before it: the right one then
    came by luck."""
    if not told["logits"]:
        return  # no row was read out by model.read_out: the text has to do
    size = np.abs(text.logits).max()
    for j, (expected, (_, rows, *_)) in enumerate(zip(text.logits, told["before"])):
        seen = np.array(told["logits"][:rows]).reshape(-1, text.n_vocabulary)
        if rows > draft_rehearsal.MOST_ROWS:
            return
        off = np.abs(seen - expected).max(axis=1).min(initial=np.inf)
        if off > 1e-3 * size:
            fail(
                f"{shown}, with a planted draft: new token {j} is right by luck: no row of logits that was "
                f"read out before it is that of the text so far (the nearest is off by {off:.2g}).",
                suspected="guesses_stay_in_the_caches",
                question=(
                    "After a call some guesses are thrown away. Where are their keys and values, and at "
                    "which position does the next token stand?"
                ),
            )


WHALE = re.compile(r"\b(192|768|2048)\b")


def _known_error(error, speculative, run):
    text = str(error)
    if "and the text has no end" in text:
        return "no_end", (
            "A call has to write one token at least. What is kept if nothing was guessed, and what if all "
            "guesses are right?"
        )
    if isinstance(error, (ValueError, IndexError)) and WHALE.search(text):
        return "another_model", (
            f"The model that this check hands in has no {WHALE.search(text)[1]} of anything: that is the "
            "whale's. Which name in your code is the whale's, where `model` should be asked?"
        )
    if "a cache of 0 tokens can't be cut back" in text:
        return "block_left_out", (
            "One of the caches is empty after a pass. How many blocks has the model, and how many does your "
            "loop go through?"
        )
    if "can't be cut back to" in text:
        return "cut_back_too_far", (
            "A cache can only get shorter. How many tokens of the text are cached after a pass, and how "
            "many should stay?"
        )
    if "'generator' object" in text or "object is not iterable" in text:
        return "one_thing_returned", (
            "Tokens come one after the other. What does `yield` give when it stands in front of a list, and "
            "what does `yield from`?"
        )
    if "int()" in text or "only length-1 arrays" in text or "Python scalars" in text:
        return "no_token_yielded", (
            "A token is a whole number. Does your `yield` give one token at a time, or all that a call "
            "kept? (`yield from` goes through a list.)"
        )
    if isinstance(error, (IndexError, ValueError)):
        last = drive(draft_rehearsal.last_pass, speculative, **run)
        if last["embedded"] == last["guesses"]:
            return "newest_token_not_fed", (
                f"Into pass {last['passes']} went {last['embedded']} token{'s' * (last['embedded'] != 1)}, "
                "as many as there were guesses: the newest token of the text was not among them.\n"
                "Which token's keys and values are not cached yet? If you ask len(cache): how many rows do "
                "the caches hold after a call with wrong guesses, and how many tokens has the text?"
            )
    return None, ""


# -- what a run is asked about ------------------------------------------------------------------------


def _asks(told, text, script, k, most):
    n_new, n_prompt = len(text.new), len(text.prompt)
    for i, (tokens, wanted, _) in enumerate(told["asked"]):
        written = len(tokens) - n_prompt
        there = text.prompt + text.new[: sum(asked <= i for _, _, asked, _ in told["before"])]
        if (
            tokens[: len(there)] != there
        ):  # behind them may stand guesses: a draft can be asked for one after the other
            whole = f"the prompt has {n_prompt}, and the text so far begins with it"
            fail(
                f"propose was given {len(tokens)} tokens, {_short(tokens)}; {whole}: {_short(text.prompt)}.\n"
                "A draft may look at anything that was written. Which tokens does yours get to see?",
                misconception="draft_sees_another_text",
                diagnosable=False,
            )
        if wanted > min(k, max(n_new - written - 1, 0)):
            fail(
                f"with {written} of {n_new} tokens written, propose was asked for {wanted} guesses; "
                f"{max(n_new - written - 1, 0)} can be of use (and k is {k}).\n"
                "The call itself makes a token. How many guesses can be kept before it?",
                misconception="asks_for_too_many",
                diagnosable=False,
            )


def _short(tokens):
    return f"[{', '.join(map(str, tokens[:8]))}{', …' if len(tokens) > 8 else ''}]"


def _calls(told, text, script, k, most):
    n_new, n_prompt = len(text.new), len(text.prompt)
    merged, apart = (least(n_prompt, n_new, script, text.new, k, most, apart) for apart in (False, True))
    made = told["passes"] or len(told["embedded"])
    right = sum(guess == token for guess, token in zip(script, text.new))
    rows, enough = sum(told["embedded"]), max(merged.rows, apart.rows) + 1
    if made > merged.calls + 1 and made == rows - n_prompt + 1:
        fail(
            f"{n_new} tokens took {made} calls of the model, and after the prompt each of them read one "
            f"token; with this draft, {right} of whose {n_new} guesses are right, and k = {k}, "
            f"{merged.calls} or {merged.calls + 1} are enough.",
            question="How many of the guesses go into one pass? block_step takes several new tokens at once.",
            misconception="one_token_a_pass",
            diagnosable=False,
        )
    if made > merged.calls + 1:
        fail(
            f"{n_new} tokens took {made} calls of the model; with this draft, {right} of whose {n_new} "
            f"guesses are right, and k = {k}, {merged.calls} or {merged.calls + 1} are enough.",
            question=(
                "What does a call bring if the first guess is wrong, and what if all are right? In how many "
                "passes are the guesses of one draft checked?"
            ),
        )
    if made < merged.calls:
        fail(
            f"{n_new} tokens took {made} calls as far as they were counted; {merged.calls} is the least "
            "that there can be.",
            misconception="missing-work",
            diagnosable=False,
            needs_human=True,
        )
    if rows > enough:
        fail(
            f"{rows} tokens were embedded in {made} calls: the prompt's {n_prompt}, and {rows - n_prompt} "
            f"more. One token and the guesses a call make {enough - 1 - n_prompt}.\n"
            "Which tokens go through the model again although their keys and values are cached?",
            misconception="computed_again",
            diagnosable=False,
        )


def _streams(told, text, script, k, most):
    """All guesses are right, so all that was embedded is text: at most k tokens behind the one that comes."""
    for j, (*_, embedded) in enumerate(told["before"]):
        latest = len(text.prompt) + j + k
        if embedded > latest:
            fail(
                f"{embedded} tokens had gone into the model before new token {j} came; it was known after "
                f"{latest} at the latest. A reader wants to see each token as soon as it is there.\n"
                "Where does your `yield` stand, and what happens in front of it?",
                misconception="not_streaming",
                diagnosable=False,
            )


def _independent(speculative, rng):
    seed, text = _lively(rng, "ab c", 8)
    prompts = ["ab c", "cab ca", "a"]
    texts = [_text(seed, prompt, 8, 90, ()) for prompt in prompts]
    scripts = [t.planted("mixed", rng) for t in texts]
    with suspecting("caches_outlive_call", "Where are the caches made, and how many runs use them?"):
        told = call(
            drive,
            draft_rehearsal.run_in_turn,
            speculative,
            seed=seed,
            prompts=prompts,
            n_new=8,
            scripts=scripts,
            k=3,
            shown="speculative, three prompts in turn",
        )
        for prompt, own, tokens in zip(prompts, texts, told["tokens"]):
            if tokens != own.new and own.margin > 1e-4:
                fail(
                    f"after the prompt {prompt!r}, with two other runs in turn, the tokens were {tokens}; "
                    f"alone they are {own.new}."
                )


COUNTED, GUESSES = (6, 12, 24), 4
"""New tokens of the runs that are counted, and guesses a call."""


def _computed_once(speculative, block_step, KVCache, rng):
    theirs = () if KVCache is designs.KVCache else (KVCache,)  # ours is beside the learner's code already
    prompt = "abc ab"
    seed, text = _lively(rng, prompt, max(COUNTED))
    script = text.planted("mixed", rng)
    data = drive(
        draft_rehearsal.count_speculative,
        speculative,
        block_step,
        *theirs,
        seed=seed,
        prompt=prompt,
        n_new=list(COUNTED),
        script=script,
        k=GUESSES,
    )
    series, model = countable(data["runs"]), loud_model(seed)
    if len(series.lengths) < len(COUNTED):
        fail(
            "a run was stopped: far more work than it can need.",
            misconception="work_grows",
            diagnosable=False,
        )
    d, layers, block = model.d_model, len(model.blocks), model.blocks[0]
    weights = layers * (4 * d * d + 2 * block.W_in.size)
    for n in COUNTED:
        runs = [least(len(text.prompt), n, script, text.new, GUESSES, apart=apart) for apart in (False, True)]
        needed, most = (
            f(
                run.rows * weights + (2 * d * layers * run.pairs if f is max else d * layers * run.pairs)
                for run in runs
            )
            for f in (min, max)
        )
        read = max(run.rows + 1 for run in runs) * d * len(model.vocabulary)
        counted = series.totals[n].multiply_adds
        enough_counted(counted, needed)
        slack = max(run.rows + 1 for run in runs) * (12 * d * layers + 2 * d) + weights + 2 * d * layers * 40
        if counted > most + read + slack:
            place = series.heaviest(lambda cost: cost.multiply_adds)
            fail(
                f"{n} new tokens took {counted:,} multiply-adds; the text and its guesses, each computed "
                f"once, need at most {most + read:,}.\n  {series.statement(place)}\n"
                "What is computed again although it is in the caches?",
                misconception="computed_again",
                diagnosable=False,
            )


@contextlib.contextmanager
def _standing_on(block_step, KVCache):
    """What fails inside is put down to block_step and KVCache if these go wrong without any draft."""
    try:
        yield
    except CheckFailed:
        block, d = small_model(0).blocks[0], small_model(0).d_model
        X, other = small_inputs(0, 8, d), small_inputs(1, 8, d)
        expected = [
            block_forward(X, block)[:5],
            block_forward(X, block)[5:],
            block_forward(np.concatenate([X[:6], other[6:]]), block)[6:],
        ]
        try:
            theirs = KVCache if KVCache is not designs.KVCache else designs.KVCache
            told = call(
                drive,
                draft_rehearsal.chunks_and_back,
                block_step,
                theirs,
                shown="block_step on chunks of 5, 3 and 2 tokens, cut back in between",
            )
            right = all(
                np.shape(got := as_result(output)) == wanted.shape
                and np.allclose(got, wanted, rtol=1e-3, atol=1e-4)
                for output, wanted in zip(told["outputs"], expected)
            )
        except NotWrittenYet:
            raise
        except CheckFailed as cause:
            fail(
                "block_step and KVCache, which speculative is judged together with, do not hold up by "
                f"themselves:\n{cause.message}",
                misconception="block_step_or_cache",
                diagnosable=False,
            )
        if not right:
            fail(
                "block_step and KVCache, which speculative is judged together with, do not hold up by "
                "themselves: chunks of 5, 3 and 2 tokens, with the cache cut back in between, do not give "
                "what the whole text gives.\nPut that right first: check.block_step of lesson 06, "
                "check.KVCache of lesson 02.",
                misconception="block_step_or_cache",
                diagnosable=False,
            )
        raise


# -- known wrong answers ------------------------------------------------------------------------------


def _anywhere(**changed):
    """An idea where the next token stands at the end of the caches, and where it stands at its place in the
    text."""
    return [changed, {**changed, "place": parts.by_text}]


def _one_row_off(more):
    return [
        one
        for back in (parts.to(more), parts.by_wrong_guesses(more), parts.by_wrong_guesses(more, True))
        for one in _anywhere(back=back)
    ]


ENTRIES = (
    (
        "no_token_behind_a_right_draft",
        {"keep": parts.no_bonus},
        "If all guesses are right, yours keeps these and nothing behind them.",
        "The call has worked out one more token than there are guesses. Which one, and is it right?",
    ),
    (
        "correction_dropped",
        {"keep": parts.no_correction},
        "Yours throws the model's own choice in place of a wrong guess away, and works it out once more.",
        "The model has read everything before the wrong guess. What does it say should stand there?",
    ),
    (
        "all_or_nothing",
        {"keep": parts.all_or_nothing},
        "Yours keeps the draft if all of it is right, and no guess of it otherwise.",
        "Three of four guesses are right, and then comes a wrong one. What is wrong with the first three?",
    ),
    (
        "one_token_a_call",
        {"keep": parts.one_at_a_time},
        "Yours keeps one token of each call, however many guesses are right.",
        "What does a call know about the places behind its first token?",
    ),
    (
        "compared_with_the_next_choice",
        {"keep": parts.shifted},
        "Yours compares each guess with the model's choice one place later.",
        "After which token does the model choose what guess 0 is compared with?",
    ),
    (
        "keeps_right_guesses_behind_a_wrong_one",
        [{"keep": parts.anywhere}, {"keep": parts.all_choices}],
        "Yours goes on behind a wrong guess.",
        "What had the model read when it chose there: the text as it will be, or another?",
    ),
    (
        "takes_the_whole_draft",
        [{"keep": parts.draft_and_more}, {"keep": lambda draft, choices: draft or choices[:1]}],
        "Yours keeps every guess, right or wrong.",
        "Whose text is written: the draft's, or the model's?",
    ),
    (
        "keeps_the_wrong_guess",
        [{"keep": parts.keeps_the_wrong_one}, {"keep": parts.keeps_the_wrong_one_and_more}],
        "Yours keeps the first wrong guess, too.",
        "What should stand in the place where the guess was wrong?",
    ),
    (
        "last_choice_for_the_correction",
        {"keep": parts.last_choice},
        "Behind the right guesses yours puts the last of the model's choices, whatever place it is about.",
        "If guess 2 is wrong, which row of logits belongs in its place?",
    ),
    (
        "guesses_stay_in_the_caches",
        _anywhere(back=parts.never),
        "Your caches keep the keys and values of guesses that were thrown away.",
        "How many tokens are in the text, and how many rows in the caches, after a call "
        "whose guesses were wrong?",
    ),
    (
        "one_row_too_many_stays",
        _one_row_off(1),
        "Your caches are cut back to one row too many.",
        "Behind a call, which token of the text is not in the caches yet?",
    ),
    (
        "one_row_too_few_stays",
        _one_row_off(-1),
        "Your caches are cut back by one row too many, and that token never comes back into them.",
        "Behind a call, which token of the text is not in the caches yet?",
    ),
    (
        "one_layer_cut_back",
        [
            more
            for back in (parts.first_layer_only, parts.all_but_first_layer, parts.all_but_last_layer)
            for more in _anywhere(back=back)
        ],
        "Only some of your layers' caches are cut back.",
        "How many caches are there, and which of them have read the wrong guess?",
    ),
    (
        "kept_guesses_cut_away",
        [more for cut in (0, -1) for more in _anywhere(back=parts.whole_draft(cut))],
        "Your caches lose the kept guesses along with the wrong ones.",
        "Which rows of a draft have the right keys and values, and who computes them again?",
    ),
    (
        "one_cache_for_all_layers",
        [
            more
            for back in (parts.to(0), parts.never, parts.by_wrong_guesses(0))
            for more in _anywhere(caches_of=parts.one_cache, back=back)
        ],
        "All your layers share one cache.",
        "[KVCache(…)] * 4 is four times the same object. Whose keys does layer 1 find?",
    ),
    (
        "block_left_out",
        [
            {"blocks": blocks, "back": back}
            for blocks in (
                lambda model: model.blocks[:1],
                lambda model: model.blocks[:-1],
                lambda model: model.blocks[1:],
            )
            for back in (parts.to(0), parts.never)
        ],
        "Your pass leaves a block out.",
        "How many blocks has the model, and how many does your loop go through?",
    ),
    (
        "least_likely",
        {"pick": parts.worst},
        "Your choices are the least likely tokens.",
        "Which score does greedy look for?",
    ),
    (
        "another_token_fed",
        [
            {"fed": lambda tokens, draft, new: [*new[:1], *draft] if new else [tokens[-1], *draft]},
            {"fed": lambda tokens, draft, new: [tokens[-2], *draft]},
        ],
        "What goes into the next pass is not the newest token of the text.",
        "Several tokens were kept by a call. Which of them has no keys and values in the caches yet?",
    ),
    (
        "kept_tokens_fed_again",
        [
            more
            for back in (parts.to(0), parts.by_wrong_guesses(0))
            for more in _anywhere(fed=lambda tokens, draft, new: [*(new or tokens[-1:]), *draft], back=back)
        ],
        "All kept tokens go into the next pass once more, though the caches hold all of them but the newest.",
        "Several tokens were kept by a call. Which of them has no keys and values in the caches yet?",
    ),
    (
        "counts_calls",
        {"counted": lambda new, draft: 1},
        "Your loop counts calls, and writes on when there are enough tokens.",
        "How many tokens does a call write, and what does your loop add to its count?",
    ),
    (
        "counts_guesses",
        {"counted": lambda new, draft: len(new) - 1},
        "Your loop counts kept guesses, and not the model's own token behind them.",
        "How many tokens does a call write whose first guess is wrong?",
    ),
    (
        "choices_one_row_late",
        {"rows": parts.one_row_late, "keep": parts.as_far_as_choices_go},
        "Your choices begin one row too late: the first of them belongs to the second guess.",
        "Which row of the pass tells what comes after the newest token of the text?",
    ),
    (
        "choices_of_all_rows",
        {"rows": lambda X, draft: X},
        "In the call that reads the prompt, too, your choices begin with the pass's first row.",
        "Which row of the pass belongs to the last token of the prompt?",
    ),
    (
        "newest_token_not_fed",
        {
            "fed": lambda tokens, draft, new: draft or tokens[-1:],
            "rows": lambda X, draft: X[-len(draft) - 1 :],
            "keep": parts.as_far_as_choices_go,
        },
        "Your pass reads the guesses without the newest token of the text before them.",
        "Which token's keys and values are missing in the caches after the call before?",
    ),
    (
        "position_stays",
        [
            {"place": place, "first_place": first_place}
            for place in (parts.nowhere, parts.by_new_text, parts.one_further)
            for first_place in (lambda n_prompt: 0, lambda n_prompt: n_prompt)
        ],
        "Your tokens stand at another position than their place in the text.",
        "Positions count from 0. Where does the newest token of a text of ten stand?",
    ),
    (
        "draft_sees_another_text",
        [
            {"told": lambda tokens, n_prompt: tokens[n_prompt:]},
            {"told": lambda tokens, n_prompt: tokens[-1:]},
            {"told": lambda tokens, n_prompt: tokens[:-1]},
        ],
        "Your draft is not given the text so far.",
        "A draft may look at anything that was written. Which tokens does yours get to see?",
    ),
    (
        "writes_past_the_end",
        {"wanted": lambda k, n_new, written: k},
        "Yours asks for k guesses whatever is left to write, and gives every token that comes of it.",
        "Two tokens are left to write. How many guesses can be of use, if the call itself makes one?",
    ),
    (
        "asks_for_too_many",
        {"wanted": lambda k, n_new, written: min(k, n_new - written)},
        "Yours asks for a guess too many at the end, and gives a token too many.",
        "The call itself makes a token. How many guesses can be kept before it?",
    ),
    (
        "one_too_few",
        {"enough": lambda written, n_new: written >= n_new - 1},
        "Yours ends one token too early.",
        "What counts as written when your loop asks whether to go on?",
    ),
    (
        "one_too_many",
        {"enough": lambda written, n_new: written > n_new},
        "Yours goes on when all tokens are written.",
        "What counts as written when your loop asks whether to go on?",
    ),
)

MISCONCEPTIONS = [
    Misconception(m.id, (m.answer[0], our_block_step, designs.KVCache), m.sentence, m.question)
    for apart in (False, True)
    for m in known_alone(
        functools.partial(speculate, apart=apart),
        *ENTRIES,
    )
]
