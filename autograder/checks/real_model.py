"""Checks of lesson 05: one block with a cache, and text written with it.

The learner's functions run on small random models in a driver (decodelab.rehearsal), beside their code; what comes
back is compared here with the uncached model. A model of this size has every dimension different and positions that
matter, so a mix-up shows.
"""

import math

import numpy as np

from autograder.causes import where
from autograder.checks.countable import countable, enough_counted
from autograder.checks.counted_cost import FEWEST_LENGTHS, grows_faster, periodic
from autograder.checks.witness import Witness
from autograder.driving import drive
from autograder.exercise import array, aspect, call, close, exercise, fail, note
from decodelab import growth, rehearsal
from decodelab.model import block_forward, write

# -- block_step ---------------------------------------------------------------------------------------

CHUNKS = ((5,), (1, 1, 1, 1), (3, 1, 1), (2, 2, 2), (1, 4, 1, 2), (7, 1), (1,))


def _block_probe(block_step, rng):
    for chunks, n_heads, d_head in (((2,), 3, 4), ((3, 1, 2, 1), 3, 4), ((1, 1, 1), 2, 6)):
        told = drive(
            rehearsal.take_steps,
            block_step,
            seed=int(rng.integers(1000)),
            chunks=list(chunks),
            n_heads=n_heads,
            d_head=d_head,
            dtype="float64",
        )
        for output in told["outputs"]:
            yield (
                output["type"] if output["values"] is None else np.reshape(output["values"], output["shape"])
            )
        yield told["cached"]


@exercise("block_step", probe=_block_probe)
def block_step(block_step, *, rng):
    """(t, d_model): t new tokens through one block, on top of what its cache holds."""
    with aspect("shape", "one row of d_model numbers for each new token"):
        for chunks in ((4,), (1, 1), (2, 3)):
            _steps(block_step, rng, chunks, compare=False)
    with aspect("cache", "each call adds its tokens to the cache, once"):
        for chunks in ((3,), (1, 1, 1), (2, 3, 1)):
            told, _, _ = _steps(block_step, rng, chunks, compare=False)
            wanted = np.cumsum(chunks).tolist()
            if told["cached"] != wanted and not any(told["cached"]):
                fail(
                    f"after chunks of {_listed(chunks)} tokens the cache is still empty; expected {wanted[-1]} tokens in it.",
                    suspected="cache_stays_empty",
                    question="Where does your block keep keys and values instead, and what if two texts are written in turn?",
                )
            if told["cached"] != wanted:
                fail(
                    f"after chunks of {_listed(chunks)} tokens the cache held {_listed(told['cached'])} tokens; expected "
                    f"{_listed(wanted)}.\nHow often does a call append, and which rows?"
                )
    with aspect("equals", "a whole text at once equals the uncached block"):
        for n, n_heads, d_head in ((1, 3, 4), (2, 3, 4), (5, 3, 4), (6, 1, 8), (4, 5, 2), (3, 2, 6)):
            _steps(block_step, rng, (n,), n_heads, d_head)
    with aspect("incremental", "chunks of any size, at any position, equal the uncached block"):
        for chunks in CHUNKS:
            for n_heads, d_head in ((3, 4), (2, 6)):
                _steps(block_step, rng, chunks, n_heads, d_head)
        _steps(block_step, rng, (300, 300, 1, 1))  # whatever happens once there are hundreds of tokens
    with aspect(
        "independent",
        "two sequences in turn, with a cache for each and for each block, do not disturb each other",
    ):
        _in_turn(block_step, rng)
    with aspect("rollback", "after going back to an earlier length, other tokens give what they give"):
        for n, keep in ((6, 3), (5, 1), (7, 6)):
            _roll_back(block_step, rng, n, keep)
    with aspect("numerics", "scores of thousands, of either sign, give finite outputs"):
        for chunks in ((5,), (1, 1, 1, 2)):
            told = call(
                drive,
                rehearsal.take_steps,
                block_step,
                seed=int(rng.integers(10_000)),
                chunks=list(chunks),
                loudness=100.0,
                shown="block_step(x, block, cache, position) (scores of thousands)",
            )
            _all_there(told["outputs"], len(chunks))
            for size, output in zip(chunks, told["outputs"]):
                got = array(_result(output), shape=(size, 12), what="the result")
                if not np.isfinite(got).all():
                    fail(
                        f"the result has {got[~np.isfinite(got)][0]} in it when scores are in the thousands.\n"
                        "e^1000 is more than a float can hold. Which number can be taken off each row of scores without changing "
                        "its softmax?",
                        misconception="softmax_overflows",
                        diagnosable=False,
                    )
    with aspect("dtype", "float32 stays float32"):
        told, _, _ = _steps(block_step, rng, (3, 1, 1), compare=False)
        for size, output in zip((3, 1, 1), told["outputs"]):
            array(_result(output), shape=(size, 12), dtype=np.float32, what="the result")
    with aspect("inputs", "x and the weights are left as they were, earlier results too"):
        told, _, _ = _steps(block_step, rng, (3, 1, 2), compare=False)
        if told["changed"]:
            fail(
                f"your code changed its input {told['changed']}. Whoever called it still needs it: work on a new array instead "
                "of writing into this one. (`x += …` writes into x.)",
                misconception="changes_input",
            )
        if told["overwritten"]:
            fail(
                "the result of an earlier call changed when the function was called again. Make a new array in each call.",
                misconception="shared_result",
            )
    with aspect(
        "cost", "an extra cached token costs the two products, 2 · d_model multiply-adds, and little else"
    ):
        counted = _affine(drive(rehearsal.count_block_steps, block_step), products=1)
        _steps_witnessed(block_step, counted, rng)


def _steps(block_step, rng, chunks, n_heads=3, d_head=4, compare=True):
    """Run the driver, check shapes, and compare with the uncached block unless told not to."""
    seed = int(rng.integers(10_000))
    told = call(
        drive,
        rehearsal.take_steps,
        block_step,
        seed=seed,
        chunks=list(chunks),
        n_heads=n_heads,
        d_head=d_head,
        shown=f"block_step(x, block, cache, position) (tokens in chunks of {_listed(chunks)}, d_model = {n_heads * d_head})",
    )
    _all_there(told["outputs"], len(chunks))
    block = rehearsal.small_model(seed, n_heads, d_head).blocks[0]
    X = rehearsal.small_inputs(seed, sum(chunks), n_heads * d_head)
    expected, position = block_forward(X, block), 0
    for size, output in zip(chunks, told["outputs"]):
        got = _result(output)
        if size > 1 and np.shape(got) in ((1, X.shape[1]), X.shape[1:]):
            fail(
                f"the result has shape {np.shape(got)} for {size} new tokens; expected {(size, X.shape[1])}.\n"
                "The text goes on after the last of them. But what does the next block need of the others?",
                misconception="only_last_row",
                diagnosable=False,
            )
        got = array(
            got,
            shape=(size, X.shape[1]),
            what="the result",
            meaning=f"a row for each of the {size} new tokens",
        )
        if compare:
            where = f"position {position}" if size == 1 else f"positions {position} … {position + size - 1}"
            close(
                got,
                expected[position : position + size],
                dtype="float32",
                what="the result",
                inputs=f"{size} token{'s' * (size > 1)} at {where}, {position} cached before",
            )
        position += size
    return told, X, expected


def _all_there(outputs, calls):
    """Fail, for a person to look, unless there is a result of every call: who reports them sits beside the learner's code."""
    if len(outputs) != calls:
        fail(f"{len(outputs)} results came back from {calls} calls.", diagnosable=False, needs_human=True)


def _in_turn(block_step, rng):
    seed, rounds = int(rng.integers(10_000)), 4
    told = call(
        drive,
        rehearsal.take_steps_in_turn,
        block_step,
        seed=seed,
        rounds=rounds,
        shown="block_step, two sequences in turn",
    )
    model = rehearsal.small_model(seed)
    _all_there(told["outputs"], 2)
    for s, outputs in enumerate(told["outputs"]):
        _all_there(outputs, rounds)
        X = rehearsal.small_inputs(seed + s, rounds, model.d_model)
        for block in model.blocks:
            X = block_forward(X, block)
        for i, output in enumerate(outputs):
            got = array(_result(output), shape=(1, model.d_model), what="the result")
            close(
                got,
                X[i : i + 1],
                dtype="float32",
                what="the result",
                inputs=f"sequence {s}, position {i}; another sequence is decoded in turn, with caches of its own",
            )


def _roll_back(block_step, rng, n, keep):
    seed = int(rng.integers(10_000))
    told = call(
        drive,
        rehearsal.roll_back,
        block_step,
        seed=seed,
        n=n,
        keep=keep,
        shown=f"block_step(x, block, cache, {keep}) with a new cache that holds the first {keep} of {n} tokens",
        advice="The text was cut back and goes on with other tokens. What your step knows of the past has to be in the cache it "
        "is given: what does that line look up elsewhere?",
    )
    model = rehearsal.small_model(seed)
    X, other = (rehearsal.small_inputs(seed + s, n, model.d_model) for s in range(2))
    expected = block_forward(np.concatenate([X[:keep], other[keep:]]), model.blocks[0])
    _all_there(told["outputs"], n - keep)
    for i, output in zip(range(keep, n), told["outputs"]):
        got = array(_result(output), shape=(1, model.d_model), what="the result")
        close(
            got,
            expected[i : i + 1],
            dtype="float32",
            what="the result",
            inputs=f"position {i}, after {n} tokens the cache was cut back to {keep} and other tokens followed: what a step "
            "knows of the past has to be in the cache",
        )


def _affine(data, products):
    """Fail unless a step's counted multiply-adds grow by the two products of `products` layers, and its work linearly.

    Returns the Series."""
    series = countable(data["steps"])
    needed = products * 2 * data["d_model"]
    if len(series.lengths) < FEWEST_LENGTHS:
        fail(
            f"the step at n = {series.last + 1} was stopped: far more work than a step of this length can need.",
            misconception="grows_too_fast",
            diagnosable=False,
        )
    if finding := periodic(series):
        fail(str(finding), misconception="grows_too_fast", diagnosable=False)
    counted = series.of(lambda cost: cost.multiply_adds)
    slope = float(series.slope(lambda cost: cost.multiply_adds))
    heaviest = series.heaviest(lambda cost: cost.multiply_adds)
    where = f"  line {series.places[heaviest]['line']}: {series.statement(heaviest)}\n"
    if growth.of_counts(counted).kind not in ("constant", "linear"):
        fail(
            f"a step's multiply-adds grow faster than the text: {counted[series.lengths[0]]:,} at n = {series.lengths[0]}, "
            f"{counted[series.last]:,} at n = {series.last}.\n{where}"
            "Which rows of that line does the result use?",
            misconception="grows_too_fast",
            diagnosable=False,
        )
    if slope > 1.5 * needed:
        fail(
            f"every cached token costs {slope:,.0f} multiply-adds a step; the two products need {needed:,} = "
            f"{products} · 2 · d_model. Something is computed again for every token of the past.\n"
            f"{where}What of an earlier token's key and value changes when a new token comes?",
            misconception="projects_again",
            diagnosable=False,
        )
    enough_counted(slope, needed)
    if finding := grows_faster(series):
        fail(str(finding), misconception="grows_too_fast", diagnosable=False)
    other = float(series.slope(lambda cost: cost.other_flops))
    if other > 4 * needed:
        note(
            f"note: an extra cached token also costs {other:,.0f} operations besides the products. A key that is rotated before it "
            "goes into the cache need not be rotated again."
        )
    return series


LONG, STEPS = 2_000, 12
"""Tokens in the cache when steps are looked at on a long text, in grading also from outside, and how many steps."""

MOST_NUMBERS = 10_000_000
"""Of a result, whatever its shape is said to be."""

MOST_PYTHON = 40_000_000
"""Counted steps of Python, times tokens, of a text that can be read in within seconds."""


def _long_enough(counted):
    """Tokens of the long text: LONG, or fewer where slow code would take minutes to read them in."""
    return next(
        (
            n
            for n in (LONG, LONG // 2, LONG // 4, LONG // 8)
            if n * counted.foretold(n).python_steps <= MOST_PYTHON
        ),
        LONG // 16,
    )


def _steps_witnessed(block_step, counted, rng):
    """Steps on a long cache, each on an input that is made only when the last output is there."""
    witness, long = Witness(block_step), _long_enough(counted)
    seed, new, outputs = int(rng.integers(10_000)), [], []
    block = rehearsal.small_model(seed).blocks[0]
    d_model = len(block.W_q)

    def next_input(output):
        if output is not None:
            outputs.append(output)
        elif witness and not new:
            witness.look()
        new.append(rng.normal(size=(1, d_model)).astype(np.float32))
        return new[-1].copy()

    call(
        drive,
        rehearsal.take_steps_for,
        block_step,
        next_input,
        seed=seed,
        n_cached=long,
        n_steps=STEPS,
        shown=f"block_step(x, block, cache, position) with {long:,} tokens cached",
    )
    _all_there(outputs, STEPS)
    expected = block_forward(
        np.concatenate([rehearsal.small_inputs(seed, long, d_model), *new[:STEPS]]), block
    )[long:]
    got = [array(output, shape=(1, d_model), what="the result") for output in outputs]
    close(
        np.concatenate(got),
        expected,
        dtype="float32",
        what="the result",
        inputs=f"{long:,} tokens cached before",
    )
    if witness:
        witness.agrees(f"{STEPS} steps with {long:,} tokens cached", STEPS, counted.foretold(long))


def _generation_witnessed(generate, counted, rng):
    """Tokens after a long prompt, each chosen at random when its logits are there."""
    witness, long = Witness(generate), _long_enough(counted)
    seed, given, chosen = int(rng.integers(10_000)), [], []
    model = rehearsal.small_model(seed, context=2 * LONG)
    prompt = "".join(rng.choice(list("abc "), size=long))
    read = model.encode(prompt)

    def choose(logits):
        if witness and not given:
            witness.look()
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
        context=model.context,
        shown=f"generate(model, prompt, {STEPS}, choose) after a prompt of {len(read):,} tokens",
    )
    if len(told["tokens"]) != STEPS:
        fail(f"after a prompt of {len(read):,} tokens {len(told['tokens'])} new ones came; expected {STEPS}.")
    if told["tokens"] != chosen[:STEPS]:
        fail(
            f"after a prompt of {len(read):,} tokens {told['tokens']} came, but choose returned {chosen}.",
            misconception="ignores_choose",
        )
    _all_there(given[:STEPS], STEPS)
    got = [
        array(logits, shape=(len(model.vocabulary),), what="what choose was given")
        for logits in given[:STEPS]
    ]
    close(
        np.array(got),
        model.logits(read + chosen[:STEPS])[len(read) - 1 : -1],
        dtype="float32",
        what="the logits",
        inputs=f"after a prompt of {len(read):,} tokens",
    )
    if witness:
        witness.agrees(f"{STEPS} new tokens after {len(read):,}", STEPS, counted.foretold(len(read)))


def _result(output):
    """What the driver reports of one result, as the object it was; of an array without numbers only the shape."""
    if output["values"] is None:
        return (
            None
            if output["type"] == "NoneType"
            else output["type"]
            if output["type"] != "ndarray"
            else _empty(output["shape"])
        )
    return np.reshape(np.array(output["values"], dtype=output["dtype"]), output["shape"])


def _empty(shape):
    if math.prod(shape) > MOST_NUMBERS:
        fail(
            f"a result has the shape {tuple(shape)}: more numbers than any here should have.",
            diagnosable=False,
        )
    return np.empty(shape)


def _listed(numbers):
    return ", ".join(map(str, numbers))


# -- generate -----------------------------------------------------------------------------------------

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
        for prompt in PROMPTS:
            for _ in range(2):
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
                f"{told['chosen_before'][0]} tokens had been chosen before the first one came. A reader wants to see each as soon "
                "as it is there: `yield` it inside the loop.",
                misconception="not_streaming",
                diagnosable=False,
            )
    with aspect(
        "context", "a text that would not fit into the context is refused, one that just fits is not"
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
                    f"after the prompt {prompt!r}, with two other generations in turn, the tokens were {tokens}; alone they are "
                    f"{expected}.\nWhere are the caches made, and how many generations use them?",
                    misconception="caches_outlive_call",
                )
    with aspect(
        "cost", "a token costs the products of each layer over the text so far: nothing is projected twice"
    ):
        data = drive(rehearsal.count_generate, generate, prompt="ab ca b", n_new=60)
        data["steps"] = _without(data["steps"], first=3)  # the prompt is read before the first token
        counted = _affine(data, products=data["n_layers"])
        _generation_witnessed(generate, counted, rng)


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
                "What does the second call find that the first one left? Where are the caches made, and when?",
                misconception="caches_outlive_call",
                diagnosable=False,
            )


def _not_tokens(error):
    """What generate gave, if it was no tokens, by the error of whoever goes through them."""
    if where(error):
        return None, ""
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
        advice="Print what goes into each of your calls. A token is a whole number, what choose returns: is that what stands behind "
        "`yield`? And model.embed takes a list of tokens, also when it is only one.",
        explain=_not_tokens,
        **sizes,
    )
    if told["refused"] is not None:
        fail(
            f"{shown} was refused: {told['refused']}\nThe model of this check sees 40 tokens, and this is far shorter.\n"
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
        if len(told["logits"]) > n_new + 1:
            fail(
                f"{shown} called choose {len(told['logits'])} times for {n_new} tokens. It may draw at random: each call is another "
                "draw.\nHow often does one round of your loop call it?",
                misconception="chooses_too_often",
                diagnosable=False,
            )
        _compare_logits(model, prompt, told, shown)
        expected = list(write(model, prompt, n_new))
        if tokens != expected:
            i = next(i for i, (a, b) in enumerate(zip(tokens, expected)) if a != b)
            fail(
                f"{shown}: new token {i} is {tokens[i]}, the uncached model writes {expected[i]}, though the logits were right. "
                "Is it the token that choose returned that you yield and go on with?"
            )
    return told


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
    result = _result(given)
    if np.ndim(result) == 2 and np.shape(result)[1] == len(model.vocabulary):
        fail(
            f"what choose was given has shape {np.shape(result)}, a table; expected {(len(model.vocabulary),)}, the logits after "
            "one token.\nWhich row of the last block's output belongs to the newest token, and is it a vector where you hand it on?",
            misconception="table_of_logits",
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
    seed = int(rng.integers(10_000))
    model = rehearsal.small_model(seed, **rehearsal.SIZES)
    prompt = "abc" * 35  # 35 tokens of three characters
    for n_new in (5, 6, 40):
        shown = f"generate(model, prompt, {n_new}) with a prompt of 35 tokens and a context of 40"
        told = call(
            drive,
            rehearsal.run_generate,
            generate,
            seed=seed,
            prompt=prompt,
            n_new=n_new,
            shown=shown,
            explain=_another_exception if n_new > 5 else lambda error: (None, ""),
        )
        if n_new == 5:
            if told["refused"] is not None or len(told["tokens"]) != 5:
                fail(
                    f"{shown} {'was refused' if told['refused'] is not None else 'stopped early'}; 35 + 5 tokens fit exactly. "
                    f"(The prompt has {len(prompt)} characters.)\nWhat does your condition compare with the context?",
                    misconception="refuses_what_fits",
                )
            _compare_logits(model, prompt, told, shown)
        elif told["refused"] is None:
            fail(
                f"{shown} was not refused: {35 + n_new} tokens don't fit. The model was never trained on such positions, and writes "
                "nonsense there without a word. raise ValueError(…) with a sentence that says how many fit.",
                misconception="no_limit",
                diagnosable=False,
            )
        elif not told["refused"].strip():
            fail(
                f"{shown} was refused without a word. Say in a sentence what does not fit, and how much would.",
                misconception="refused_without_a_word",
                diagnosable=False,
            )
        elif told["tokens"]:
            fail(
                f"{shown} was refused only after {len(told['tokens'])} tokens. All that is needed to know is known before the first.",
                misconception="refused_late",
                diagnosable=False,
            )
    told = call(
        drive, rehearsal.run_generate, generate, seed=seed, prompt="", n_new=3, shown="generate(model, '', 3)"
    )
    if told["refused"] is None or told["by_accident"]:
        how = (
            "was not refused"
            if told["refused"] is None
            else f"ended in an error that no `raise` of yours made, {told['refused']!r}"
        )
        fail(
            f"an empty prompt {how}: there is nothing to continue. raise ValueError(…) with a sentence that says so.",
            misconception="accepts_nothing",
            diagnosable=False,
        )


def _without(series, first):
    return {**series, "lengths": series["lengths"][first:], "counts": series["counts"][first:]}
