"""generate: yields n_new tokens that continue the prompt, with one cache for each block.

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import contextlib
import re
from functools import partial

import numpy as np

from autograder.cost.long_texts import expect_in_proportion, longer_and_longer
from autograder.cost.witness import Witness
from autograder.kit.causes import where
from autograder.kit.driven import all_there, as_result
from autograder.kit.driving import drive
from autograder.kit.exercise import array, aspect, call, close, exercise, fail
from autograder.kit.misconception import known
from autograder.kit.verdict import CheckFailed
from autograder.lessons.real_model.parts import last_rows, softmax_of, step
from autograder.lessons.real_model.probing import (
    LENGTHENING,
    LONG,
    STEPS,
    affine,
    keeps_only_the_cache,
    long_enough,
)
from decodelab import rehearsal
from decodelab.designs import KVCache
from decodelab.model import block_forward, greedy, write


def _generation_witnessed(generate, counted, rng):
    """Tokens after a long prompt: right, and, where that can be seen, as cheap as the Series `counted` lets
    expect, and in proportion to the text."""
    witness = Witness(generate)
    if not witness:
        _tokens_after(generate, witness, long_enough(counted), rng)
    elif witness.is_new(generate):
        take = partial(_tokens_after, generate, witness, rng=rng)
        taken = longer_and_longer(witness, take, LENGTHENING, 2, rng)
        n = taken[-1][0]
        witness.agrees(f"{STEPS} new tokens after {n:,}", STEPS, counted.foretold(n))
        expect_in_proportion(taken, take, f"{STEPS} new tokens")


ONE_HEAD = {"n_heads": 1, "d_head": 12}
"""As wide as the other models, with a third of the scores: a long prompt has millions of them."""


def _last_logits(model, tokens, t):
    """model.logits of the last t tokens; the last block is asked for no more than these."""
    X = model.embed(tokens)
    for block in model.blocks[:-1]:
        X = block_forward(X, block)
    return model.read_out(last_rows(X, model.blocks[-1], t))


def _tokens_after(generate, witness, n, rng):
    """New tokens after a prompt of n, each chosen at random when its logits are there; what they took, in
    processor seconds, where a witness looks."""
    seed, given, chosen, looks = int(rng.integers(10_000)), [], [], []
    sizes = {"context": 2 * LONG} | ({} if witness else ONE_HEAD)
    model = rehearsal.small_model(seed, **sizes)
    prompt = "".join(rng.choice(list("abc "), size=2 * n))  # a token has one letter or more
    while len(read := model.encode(prompt)) > n:
        prompt = prompt[: -max(1, (len(read) - n) // 2)]

    def choose(logits):
        if witness and not given:
            witness.look()
        if witness:
            looks.append(witness.seconds())
        given.append(logits)
        chosen.append(int(rng.integers(len(model.vocabulary))))
        return chosen[-1]

    told = call(
        drive,
        rehearsal.generate_for,
        generate,
        choose,
        seed=seed,
        prompt=prompt,
        n_new=STEPS,
        **sizes,
        shown=f"generate(model, prompt, {STEPS}, choose) after a prompt of {len(read):,} tokens",
    )
    if len(told["tokens"]) != STEPS:
        fail(f"after a prompt of {len(read):,} tokens {len(told['tokens'])} new ones came; expected {STEPS}.")
    if told["tokens"] != chosen[:STEPS]:
        fail(
            f"after a prompt of {len(read):,} tokens {told['tokens']} came, but choose returned {chosen}.",
            misconception="ignores_choose",
        )
    all_there(given[:STEPS], STEPS)
    got = [
        array(logits, shape=(len(model.vocabulary),), what="what choose was given")
        for logits in given[:STEPS]
    ]
    close(
        np.array(got),
        _last_logits(model, read + chosen[: STEPS - 1], STEPS),
        dtype="float32",
        what="the logits",
        inputs=f"after a prompt of {len(read):,} tokens",
    )
    return looks[-1] - looks[0] if looks else 0.0


PROMPTS = ("a", " ", "ab", "abcab ca", "b c a b c abc\nab", "cab cab cab a")


def _generate_probe(generate, rng):
    for prompt, n_new, n_layers in (("ab c", 3, 2), ("a", 4, 3), ("cab cab b", 6, 2)):
        told = drive(
            rehearsal.run_generate,
            generate,
            seed=int(rng.integers(1000)),
            prompt=prompt,
            n_new=n_new,
            n_layers=n_layers,
            dtype="float64",
        )
        yield told["tokens"]
        for given in told["logits"][:n_new]:
            yield given["type"] if given["values"] is None else np.array(given["values"])


@exercise("generate", probe=_generate_probe)
def generate(generate, *, rng):
    """Yields n_new tokens that continue the prompt, with one cache for each block."""
    with aspect("shape", "yields exactly n_new whole numbers"):
        for prompt, n_new in (("ab", 3), ("abc a", 1), ("a b c", 0)):
            _generated(generate, rng, prompt, n_new, compare=False)
    with aspect("independent", "asked the same a second time, it gives the same"):
        _same_again(generate, rng)
    with aspect("equals", "greedy text is that of the uncached model, after prompts of any length"):
        for prompt in (*PROMPTS, *PROMPTS[:3]):
            _generated(generate, rng, prompt, 8)
        _generated(generate, rng, "abc", 6, n_layers=1)
        _generated(generate, rng, "abc ab", 6, n_layers=3, n_heads=2, d_head=6)
    with aspect("logits", "logits at every position equal the uncached pass, whatever was chosen"):
        for prompt in ("a", "b ca", "cab cab cab a"):
            for rank in (1, 3):
                _logits(generate, rng, prompt, rank)
    with aspect("streams", "each token comes as soon as it is chosen"):
        told = _generated(generate, rng, "ab c", 5, compare=False)
        if told["chosen_before"] and told["chosen_before"][0] > 1:
            fail(
                f"{told['chosen_before'][0]} tokens had been chosen before the first one came. A reader "
                "wants to see each as soon as it is there: `yield` it inside the loop.",
                misconception="not_streaming",
                diagnosable=False,
            )
        if told["embedded_before"] and told["embedded_before"][0] > 3:
            fail(
                "when the first token came, the model had read it already, for the token after it. A reader "
                "waits for two tokens and gets one.\n"
                "Which of your lines can stand between choose and `yield`?",
                misconception="not_streaming",
                diagnosable=False,
            )
    with aspect(
        "context",
        "a text that would not fit into the context is refused with what would fit, one that "
        "just fits is not refused",
    ):
        _context(generate, rng)
    with aspect(
        "independent", "several generations in turn, and one after the other, do not disturb each other"
    ):
        seed = int(rng.integers(10_000))
        prompts = ["ab c", "cab ca", "a"]
        told = call(
            drive,
            rehearsal.generate_in_turn,
            generate,
            seed=seed,
            prompts=prompts,
            n_new=5,
            shown="generate, three prompts in turn",
        )
        model = rehearsal.small_model(seed, **rehearsal.SIZES)
        for prompt, tokens in zip(prompts, told["tokens"]):
            expected = list(write(model, prompt, 5))
            if tokens != expected:
                fail(
                    f"after the prompt {prompt!r}, with two other generations in turn, the tokens were "
                    f"{tokens}; alone they are {expected}.\n"
                    "Where are the caches made, and how many generations use them?",
                    misconception="caches_outlive_call",
                )
    with aspect(
        "cost", "a token costs the products of each layer over the text so far: nothing is projected twice"
    ):
        data = drive(rehearsal.count_generate, generate, prompt="ab ca b", n_new=60)
        data["steps"] = _without(data["steps"], first=3)  # the prompt is read before the first token
        with _text_read_again(generate, rng):
            counted = affine(data, products=data["n_layers"])
        keeps_only_the_cache(rehearsal.kept_by_generating, generate)
        _generation_witnessed(generate, counted, rng)


@contextlib.contextmanager
def _text_read_again(generate, rng):
    """Where a count fails because every round embeds the whole text, that is said: the line that costs most
    is a right one then."""
    try:
        yield
    except CheckFailed as failure:
        read = np.diff(_generated(generate, rng, "ab c", 5, compare=False)["embedded_before"]).tolist()
        if failure.misconception == "grows_too_fast" and read and min(read) > 1:
            fail(
                f"after the first new token {_listed(read)} tokens went through model.embed for the next "
                "ones: "
                "every round reads the text again, and its work grows with the square of the length.\n"
                "Which tokens are new in a round, when are your caches made, and who uses them?",
                misconception="grows_too_fast",
                diagnosable=False,
            )
        raise


def _listed(numbers):
    return ", ".join(map(str, numbers))


def _same_again(generate, rng):
    seed, prompt, n_new = int(rng.integers(10_000)), "ab c", 3
    shown = f"generate(model, {prompt!r}, {n_new}, choose)"
    first, second = (
        call(drive, rehearsal.run_generate, generate, seed=seed, prompt=prompt, n_new=n_new, shown=shown)[
            "logits"
        ]
        for _ in range(2)
    )
    for i, (a, b) in enumerate(zip(first, second)):
        a, b = (
            given["values"] if given["values"] and given["shape"] == first[i]["shape"] else ()
            for given in (a, b)
        )
        if len(a) == len(b) and not np.allclose(a, b, 1e-3, 1e-3, equal_nan=True):
            fail(
                f"{shown}, called twice, gave choose other logits for new token {i} the second time.\n"
                "What does the second call find that the first one left? Where are the "
                "caches made, and when?",
                misconception="caches_outlive_call",
                diagnosable=False,
            )


WHALE = re.compile(r"\b(192|768|2048)\b")
"""Widths of lesson 06's model, which no model of this check has."""


def _another_model(error):
    """What is behind an exception of code that goes by the notebook's model, not by the one it is given."""
    text = str(error)
    if isinstance(error, (ValueError, IndexError)) and WHALE.search(text):
        return "another_model", (
            f"The model that this check hands in has no {WHALE.search(text)[1]} of anything: that is the "
            "whale's. Which name or number in your code is the whale's, where `model` should be asked?"
        )
    if isinstance(error, IndexError) and "is out of bounds for axis 0 with size 9" in text:
        return "another_model", (
            "The model that this check hands in knows 9 tokens. Whose encode, or which choose, "
            "gives tokens beyond these?"
        )
    return None, ""


def _not_tokens(error):
    """What generate gave, if it was no tokens, by the error of whoever goes through them."""
    id, known = _another_model(error)
    if id or where(error):
        return id, known
    if "object is not iterable" in str(error):
        return "one_thing_returned", (
            "What came back is one thing, no tokens one after the other. What does `return` do in a loop, "
            "and what `yield`?"
        )
    if "int()" in str(error) or "Python scalars" in str(error):
        return (
            "no_token_yielded",
            "A token is a whole number, what choose returns. Is that what stands behind your `yield`?",
        )
    return None, ""


def _generated(generate, rng, prompt, n_new, compare=True, **sizes):
    seed = int(rng.integers(10_000))
    shown = f"generate(model, {prompt!r}, {n_new}, choose)"
    told = call(
        drive,
        rehearsal.run_generate,
        generate,
        seed=seed,
        prompt=prompt,
        n_new=n_new,
        shown=shown,
        advice=(
            "Print what goes into each of your calls. A token is a whole number, what choose returns: is "
            "that what stands behind `yield`? And model.embed takes a list of tokens, "
            "also when it is only one."
        ),
        explain=_not_tokens,
        **sizes,
    )
    if told["refused"] is not None:
        fail(
            f"{shown} was refused: {told['refused']}\n"
            "The model of this check sees 40 tokens, and this is far shorter.\n"
            "What does your condition look at?",
            misconception="refuses_what_fits",
        )
    if told["kind"] == "NoneType":
        fail(
            f"{shown} is None. A function that contains `yield` gives its tokens one by one; is there one?",
            diagnosable=False,
        )
    tokens = told["tokens"]
    if len(tokens) != n_new:
        many = f"{len(tokens)}" if len(tokens) <= n_new + 2 else f"more than {n_new + 2}"
        fail(f"{shown} gave {many} tokens; expected {n_new}: the new ones and no others.")
    model = rehearsal.small_model(seed, **{**rehearsal.SIZES, **sizes})
    for given in told["logits"]:
        _logits_given(given, model)
    if compare:
        with _as_the_first_time(
            generate, told, {"seed": seed, "prompt": prompt, "n_new": n_new, **sizes}, shown
        ):
            _compare_with_uncached(model, prompt, n_new, told, shown)
    return told


@contextlib.contextmanager
def _as_the_first_time(generate, told, how, shown):
    """Where a text is wrong, name what is behind it if the same call gives another one now."""
    try:
        yield
    except CheckFailed:
        again = call(drive, rehearsal.run_generate, generate, shown=shown, **how)
        if again["logits"][:1] and again["logits"][:1] != told["logits"][:1]:
            fail(
                f"{shown}, called twice, gave choose other logits for new token 0 the second time.\n"
                "What does a call find that an earlier one left? Where are the caches made, and when?",
                misconception="caches_outlive_call",
                diagnosable=False,
            )
        raise


def _compare_with_uncached(model, prompt, n_new, told, shown):
    if len(told["logits"]) > n_new + 1:
        fail(
            f"{shown} called choose {len(told['logits'])} times for {n_new} tokens. It may draw at "
            "random: each call is another draw.\nHow often does one round of your loop call it?",
            misconception="chooses_too_often",
            diagnosable=False,
        )
    _compare_logits(model, prompt, told, shown)
    expected, tokens = list(write(model, prompt, n_new)), told["tokens"]
    if tokens != expected:
        i = next(i for i, (a, b) in enumerate(zip(tokens, expected)) if a != b)
        fail(
            f"{shown}: new token {i} is {tokens[i]}, the uncached model writes {expected[i]}, though "
            "the logits were right. Is it the token that choose returned that you yield and go on with?"
        )


def _compare_logits(model, prompt, told, shown):
    """Every logits that choose was given, against the uncached pass over prompt and tokens so far."""
    text = model.encode(prompt)
    full = model.logits((text + told["tokens"])[: model.context])
    if not told["logits"]:
        fail(
            f"{shown} never called choose. It is the argument that turns logits into the next token.",
            misconception="ignores_choose",
        )
    for i, given in enumerate(told["logits"][: len(told["tokens"])]):
        position = len(text) - 1 + i
        close(
            _logits_given(given, model),
            full[position],
            dtype="float32",
            what="the logits",
            inputs=f"for new token {i}, after a prompt of {len(text)} token{'s' * (len(text) > 1)}",
        )


def _logits_given(given, model):
    result = as_result(given)
    if np.ndim(result) == 2 and np.shape(result)[1] == len(model.vocabulary):
        fail(
            f"what choose was given has shape {np.shape(result)}, a table; expected "
            f"{(len(model.vocabulary),)}, the logits after one token.\n"
            "Which row of the last block's output belongs to the newest token, and is it a vector where "
            "you hand it on?",
            misconception="table_of_logits",
            diagnosable=False,
        )
    if np.shape(result) == (model.d_model,):
        fail(
            f"what choose was given has {model.d_model} numbers, as wide as the model; expected "
            f"{len(model.vocabulary)}, the logits of the next token, one for each token of the vocabulary.\n"
            "What makes logits of the vector that comes out of the last block?",
            misconception="not_read_out",
            diagnosable=False,
        )
    if np.ndim(result) == 1 and len(result) == 2048:
        fail(
            f"what choose was given are {len(result)} logits; expected {len(model.vocabulary)}, one for "
            "each token of the model that was handed in.\n"
            "Which line asks the notebook's whale, where it should ask `model`?",
            misconception="another_model",
            diagnosable=False,
        )
    return array(
        result,
        shape=(len(model.vocabulary),),
        what="what choose was given",
        meaning="the logits of the next token, one for each token of the vocabulary",
    )


def _logits(generate, rng, prompt, rank):
    seed, n_new = int(rng.integers(10_000)), 7
    shown = f"generate(model, {prompt!r}, {n_new}, choose)"
    told = call(
        drive, rehearsal.run_generate, generate, seed=seed, prompt=prompt, n_new=n_new, rank=rank, shown=shown
    )
    model = rehearsal.small_model(seed, **rehearsal.SIZES)
    if len(told["tokens"]) != n_new:
        fail(f"{shown} gave {len(told['tokens'])} tokens; expected {n_new}.")
    _compare_logits(model, prompt, told, shown)
    chosen = [int(np.argsort(-np.array(given["values"]), kind="stable")[rank]) for given in told["logits"]]
    if told["tokens"] != chosen[: len(told["tokens"])]:
        fail(
            f"{shown} yielded {told['tokens']}, but choose returned {chosen}.", misconception="ignores_choose"
        )


def _another_exception(error):
    return "another_exception", (
        "A text that does not fit is refused by raise ValueError(…) with a sentence: callers expect that "
        "exception, and no other."
    )


def _context(generate, rng):
    """Prompts of three characters a token, by which characters are told from tokens, and a context of 40."""
    seed = int(rng.integers(10_000))
    model = rehearsal.small_model(seed, **rehearsal.SIZES)

    def run(n_prompt, n_new, prompt="abc", explain=_another_exception):
        shown = (
            f"generate(model, prompt, {n_new}) with a prompt of {n_prompt} tokens and a context of "
            f"{model.context}"
        )
        return shown, call(
            drive,
            rehearsal.run_generate,
            generate,
            seed=seed,
            prompt=prompt * n_prompt,
            n_new=n_new,
            shown=shown,
            explain=explain,
        )

    shown, told = run(35, 5, explain=lambda error: (None, ""))
    if told["refused"] is not None or len(told["tokens"]) != 5:
        in_characters = told["refused"] is not None and run(35, 5, prompt="a")[1]["refused"] is None
        fail(
            f"{shown} {'was refused' if told['refused'] is not None else 'stopped early'}; 35 + 5 = 40 "
            "tokens fit exactly."
            + (" (The prompt has 105 characters.)" if in_characters else "")
            + "\nWhat does your condition compare with the context, and may both be equal?",
            misconception="limit_in_characters" if in_characters else "refuses_what_fits",
            diagnosable=False,
        )
    _compare_logits(model, "abc" * 35, told, shown)
    for n_prompt, n_new in ((35, 6), (35, 40), (12, 29)):
        shown, told = run(n_prompt, n_new)
        if told["refused"] is None:
            _fail_not_refused(run, n_prompt + n_new, shown)
        if told["tokens"]:
            fail(
                f"{shown} was refused only after {len(told['tokens'])} tokens. All that is needed to know "
                "is known before the first.",
                misconception="refused_late",
                diagnosable=False,
            )
        _expect_what_fits(told["refused"], n_prompt, n_new, model.context, shown)
    shown, told = "generate(model, '', 3)", run(0, 3)[1]
    if told["refused"] is None or told["by_accident"]:
        how = (
            "was not refused"
            if told["refused"] is None
            else f"ended in an error that no `raise` of yours made, {told['refused']!r}"
        )
        fail(
            f"an empty prompt {how}: there is nothing to continue. raise ValueError(…) with a "
            "sentence that says so.",
            misconception=(
                "another_exception"
                if str(told["refused"]).startswith("AssertionError")
                else "accepts_nothing"
            ),
            diagnosable=False,
        )
    _expect_a_word(told["refused"], shown)


def _fail_not_refused(run, tokens, shown):
    """A text that is too long went through: is there a limit at all, and what does it look at?"""
    message = (
        f"{shown} was not refused: {tokens} tokens don't fit. The model was never trained on such "
        "positions, and writes nonsense there without a word."
    )
    far = run(35, 45)[1]
    if far["tokens"] and (far["refused"] is not None or len(far["tokens"]) < 45):
        late = (
            f"80 tokens are refused after {len(far['tokens'])}"
            if far["refused"] is not None
            else f"of 45 new ones {len(far['tokens'])} come, and no error"
        )
        fail(
            f"{message} {late}.\nWhoever asks for too much should hear so, and before the first token: all "
            "that "
            "is needed to know is known by then.",
            misconception="refused_late" if far["refused"] is not None else "stops_without_a_word",
            diagnosable=False,
        )
    if far["refused"] is not None:
        fail(
            f"{message} 80 tokens are refused.\n"
            "How many tokens does your condition let through, the prompt's and the new ones?",
            misconception="limit_too_loose",
            diagnosable=False,
        )
    if run(60, 3)[1]["refused"] is not None:
        fail(
            f"{message} A prompt of 60 tokens is refused.\nWhich tokens does your condition count?",
            misconception="limit_of_prompt_only",
            diagnosable=False,
        )
    fail(
        f"{message} raise ValueError(…) with a sentence that says how many fit.",
        misconception="no_limit",
        diagnosable=False,
    )


def _expect_a_word(refused, shown):
    if not refused.strip():
        fail(
            f"{shown} was refused without a word. Say in a sentence what does not fit, and how much would.",
            misconception="refused_without_a_word",
            diagnosable=False,
        )


def _expect_what_fits(refused, n_prompt, n_new, context, shown):
    """Fail unless the message has the number of tokens that would fit: in all, of new ones, or of the
    prompt."""
    _expect_a_word(refused, shown)
    fits = {context, max(context - n_prompt, 0), max(context - n_new, 0)}
    if not fits & {int(number) for number in re.findall(r"\d+", refused)}:
        fail(
            f"{shown} was refused: {refused!r}. That is not yet what would fit.\n"
            "Which number lets whoever reads it do better next time: how many tokens fit in all, or how "
            "many new ones after this prompt?",
            misconception="refused_without_what_fits",
            diagnosable=False,
        )


def _without(series, first):
    return {**series, "lengths": series["lengths"][first:], "counts": series["counts"][first:]}


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
    read_first=False,
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
        token = pick(choose, model.read_out(row(X)) if read_first and i == 0 else read(model, row(X)))
        yield token
        tokens = then(tokens, token)


def _one_for_all(model):
    return [KVCache(model.d_model, model.d_model)] * len(model.blocks)


MISCONCEPTIONS = known(
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
        "last_prompt_token_twice",
        {"first": lambda tokens: tokens + tokens[-1:]},
        "The last token of your prompt goes in twice: with the prompt, and once more by itself.",
        "Which row does the prompt's own pass give, and which token follows from it?",
    ),
    (
        "one_block_for_all",
        {"blocks": lambda model, i: model.blocks[:1] * len(model.blocks)},
        "Your token goes through the first block again and again.",
        "Which block belongs to the second cache?",
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
        [
            {"read": lambda model, x: softmax_of(model.read_out(x))},
            {"read": lambda model, x: softmax_of(model.read_out(x)), "read_first": True},
            {"read": lambda model, x: np.log(softmax_of(model.read_out(x)))},
        ],
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
    (
        "position_is_the_last_chunk",
        {"advance": lambda position, t: t},
        "Your position is how many tokens went in last, not how many went in so far.",
        "After a prompt of ten and three new tokens, where does the next one stand?",
    ),
    (
        "logits_turned_round",
        {"read": lambda model, x: -model.read_out(x), "read_first": False},
        "Your choose is given logits with the other sign.",
        "Which token has the highest score of model.read_out?",
    ),
    (
        "mean_of_all_rows",
        {"row": lambda X: X.mean(axis=0)},
        "Your next token follows from the mean of all rows.",
        "Which row of the block's output belongs to the newest token?",
    ),
)
