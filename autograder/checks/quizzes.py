"""Quizzes: what is right, and what each choice deserves to hear.

The questions stand in the notebooks, the answers here. To swap a question, change its text in
solutions/ and its entry here. Feedback says why a choice fails and what to think about again; it never
names the right one.
"""

import re
from dataclasses import dataclass

from autograder.exercise import aspect, call, exercise, fail, note


@dataclass(frozen=True)
class Quiz:
    """right: the letters of all right options; feedback: {letter: what one who chose it reads}."""

    right: str
    feedback: dict


QUIZZES = {
    "q4_keys": Quiz(
        "c",
        {
            "a": "Keys 0 to 3 are the past, but a token also carries information about itself. Does row 4 of the mask "
            "have a True on the diagonal?",
            "b": "If the newest key were enough, a model could not look back at all. What would token 4 then know of the "
            "words before it?",
            "c": "Five keys and five values: everything written so far, the token itself included.",
            "d": "Key 5 belongs to a token that is still to be written. Where would its numbers come from while the model "
            "writes?",
            "e": "Keys decide how much, values decide what. What would the output be made of if some of the keys had no "
            "value to go with them?",
        },
    ),
    "which_row_leaks": Quiz(
        "b",
        {
            "a": "Row 0 moved only when token 0 changed. Is a row allowed to use its own token?",
            "b": "Row 1 moved when token 3 changed, and token 3 comes later.",
            "c": "Row 2 moved when tokens 0, 1 and 2 changed. Which of those come after token 2?",
            "d": "Row 3 uses all four tokens. Is there any token of these four that comes after token 3?",
            "e": "A leak is one row that moves with one later token. Go along each row and compare the number of the row "
            "with the number of every column that has a mark.",
        },
    ),
    "why_no_query_cache": Quiz(
        "b",
        {
            "a": "Queries are as large as keys, so their size can't be the reason to treat them differently. "
            "Ask who will read each of the three again.",
            "b": "A query is used in its own step and never again; keys and values are used in every later one.",
            "c": "Query 3 comes from token 3 alone, like key 3, and token 3 does not change. So it could be kept. "
            "What would a later step do with it?",
            "d": "The mask decides which keys a query may use. Which step, after its own, would look up an old query?",
        },
    ),
    "what_is_reusable": Quiz(
        "ac",
        {
            "a": "Keys are made from their own token only, so they stay as they are.",
            "b": "Weights belong to one query: the next token has another query and one more key, "
            "and its weights have to add up to 1 again. Can any of the old numbers be used?",
            "c": "Values are made from their own token only, so they stay as they are.",
            "d": "Scores are q · k, and the new step has a new q. Which factor of an old score is still of use?",
            "e": "Earlier outputs are finished, and they are right for ever. But does the new token's output contain them?",
        },
    ),
    "two_operations": Quiz(
        "bd",
        {
            "a": "These three products cost the same whether one token is cached or a million. "
            "Which of their two factors would have to get longer?",
            "b": "One dot product of width d_k for every cached key.",
            "c": "This grows with every cached token too, by a few operations. Which column of the meter's table are "
            "they in, and how do they compare with the 128 of the first column?",
            "d": "One value of width d_v, weighted and added, for every cached token.",
            "e": "One row is written in each step, however many are there. (A cache that copies itself moves more bytes; "
            "is a copy a multiplication?)",
        },
    ),
    "layers_or_length": Quiz(
        "b",
        {
            "a": "Twice the layers do everything twice. Twice the length also has twice the steps. Are these steps as "
            "cheap as the old ones?",
            "b": "Twice the layers: twice the work. Twice the length: twice as many steps that are, on average, twice as "
            "dear, so four times the work, twice as much as with the layers.",
            "c": "Compare both with the same model before. What is twice the layers, and what is twice the length, as a "
            "multiple of that? Then compare the two multiples.",
            "d": "In L · d_model · len · (len + 1), how often does L occur, and how often the length?",
            "e": "d_head is a factor of both. What happens to it when you divide one cost by the other?",
        },
    ),
    "is_it_linear": Quiz(
        "c",
        {
            "a": "From 256 to 512 the time rose by 5 µs, for 256 tokens. What would 64 000 more tokens add at that rate?",
            "b": "Look at the differences: how many µs for 64, for 128, for 256 more tokens? What kind of curve has "
            "differences in proportion to the tokens added?",
            "c": "About 20 ns for each token more, on top of about 19 µs. The fixed part makes the exponent small; at "
            "64 000 tokens it is hardly to be seen.",
            "d": "Four points that are off by a few per cent would leave much open. But how far are these from a straight "
            "line? Take the time at 64 off the others and compare.",
        },
    ),
    "twice_the_processors": Quiz(
        "bcd",
        {
            "a": "What would the second machine start from? Token 251 depends on tokens it has not been told yet.",
            "b": "Each token is an input of the next one: one text is a chain, and a chain has no two halves to work on at once.",
            "c": "Different texts don't depend on each other: more machines, more texts, none of them sooner.",
            "d": "Within one step the products over different tokens, heads or columns are independent; the price is an exchange "
            "of results in every layer.",
            "e": "While a prompt is read, all of its tokens are known. Does token 251 of a prompt have to wait for token 250 to be "
            "chosen?",
        },
    ),
    "what_batching_buys": Quiz(
        "acd",
        {
            "a": "Every answer uses the same weights, so one reading serves all of them.",
            "b": "Whose text do the keys and values belong to? Could another answer's query make use of them?",
            "c": "A step for 32 does more than a step for one, never less.",
            "d": "Keys and values belong to one text each, so there are as many caches as texts.",
            "e": "The gain comes from reading the weights once for all. What share of the bytes are weights when the caches get "
            "longer?",
        },
    ),
    "what_goes_into_cache": Quiz(
        "bd",
        {
            "a": "What about token 7 changes when token 50 arrives? Is its position one of those things?",
            "b": "A position is counted from the beginning of the text, so it never changes; one rotation is enough.",
            "c": "Which later step would look at an old query?",
            "d": "Values are mixed, not compared; they carry no position.",
            "e": "It would work. What would have to be done with x in every later step, and for how many tokens?",
        },
    ),
}


def quiz(name, answer, *, seed=0):
    """Judge a quiz: answer() returns the letters of every right option, e.g. "ad"."""
    if name not in QUIZZES:
        raise ValueError(f"no quiz is called {name!r}. There are: {', '.join(sorted(QUIZZES))}.")

    @exercise(name)
    def judge(answer, *, rng):
        with aspect("quiz", ""):
            _judge(QUIZZES[name], call(_ask, answer, QUIZZES[name], shown=f"{name}()"))
        for letter in QUIZZES[name].right:
            note(f"{letter}) {QUIZZES[name].feedback[letter]}")

    judge(answer, seed=seed)


def _ask(answer, quiz):
    """The learner's answer; a letter without quotes, which Python takes for a name, is told so."""
    try:
        return answer()
    except NameError as error:
        name = "".join(
            re.findall(r"name '(\w+)'", str(error))
        )  # error.name does not come through the grader's pipe
        if name and set(name.lower()) <= set(quiz.feedback):
            fail(
                f"{name} stands there without quotes, so Python looks for a variable of that name; "
                f"expected {_expected(quiz)}."
            )
        raise


def _expected(quiz):
    letters = "".join(sorted(quiz.feedback))
    if len(quiz.right) == 1:
        return f'the letter of one option in quotes, e.g. return "{letters[0]}"'
    return f'the letters of every right option, all in one pair of quotes, e.g. return "{letters[:2]}"'


def _judge(quiz, given):
    letters = sorted(quiz.feedback)
    chosen = {c for c in given.lower() if c.isalnum()} if isinstance(given, str) else set()
    if not chosen:
        fail(f"the answer is {given!r}; expected {_expected(quiz)}.")
    unknown = sorted(chosen - set(letters))
    if unknown:
        fail(f"there is no option {unknown[0]!r}; the options are {', '.join(letters)}.")
    wrong = sorted(chosen - set(quiz.right))
    if wrong:
        fail("\n".join(f"about {c}) {quiz.feedback[c]}" for c in wrong))
    if chosen != set(quiz.right):
        fail("what you chose is right, and there is more: go through the options you left out once again.")
