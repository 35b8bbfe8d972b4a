"""What a verdict on counted cost can say."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """What is wrong with a cost.

    id        one of FINDINGS or KNOWN_TOTALS, a misconception of its own
    outcome   "fail", or "inconclusive": not settled, a person has to look
    sentence  what was seen, with figures
    question  leads the learner to the cause
    line, statement   where, if one place is at fault
    figures   the numbers the verdict rests on
    """

    id: str
    outcome: str
    sentence: str
    question: str
    line: int | None = None
    statement: str = ""
    figures: dict = field(default_factory=dict)

    def __str__(self):
        where = f"\n  {self.statement}" if self.statement else ""
        return f"{self.sentence}{where}\n{self.question}"


@dataclass(frozen=True)
class CostReport:
    """finding: None if the cost is as it should be. notes: sentences for those who pass, too. figures: exact
    numbers."""

    finding: Finding | None
    notes: tuple = ()
    figures: dict = field(default_factory=dict)


FINDINGS = {
    "recompute": (
        "The keys answer more than the new query: which of the rows of that product does the result use?"
    ),
    "mask-each-step": "The new token may look at everything cached. Which entries would a mask hide from it?",
    "sort": "Where does attention need its scores in order?",
    "quadratic-copying": "How often is each cached row copied while one token is processed?",
    "quadratic": "What on that line is done for every pair of tokens, though only one query is new?",
    "periodic-recompute": (
        "Most steps are cheap and one in a while is not. What is done again then that was known before?"
    ),
    "re-projection": "What of an earlier token's key and value changes when a new token comes?",
    "products-twice": (
        "Which of the two products is computed more than once, and can its result be kept in a variable?"
    ),
    "whole-buffer": (
        "How many rows of the buffer hold tokens at this step, and how many rows take part in the product?"
    ),
    "heavy-traffic": (
        "How many times is the whole cache read or written in one step? Two readings are enough: "
        "keys once, values once."
    ),
    "heavy-elementwise": "What is computed for every cached number, beyond the two products?",
    "too-slow": "Which loop runs over all pairs of tokens, or over all of them again and again?",
    "missing-work": (
        "Every cached key has to meet the new query. Where does that happen for the oldest tokens?"
    ),
    "not-attention": (
        "Compare your step with full attention on three tokens, by hand. Which number is the first to differ?"
    ),
    "escaped-work": "Can that line be written with numpy or plain Python, so that its work can be counted?",
}


KNOWN_TOTALS = {
    "appended-twice": (
        lambda n: n * (n + 1),
        "That is exactly twice as many, as when each token stands in the cache twice.",
        "Which lines append to the cache while one token is decoded? Look inside decode_step too.",
    ),
    "all-at-once": (
        lambda n: n * n,
        "That is what all queries times all keys cost, with no step in between.",
        "Which tokens exist when token 0 is decoded? Where does your code call decode_step?",
    ),
    "prefix-fed-again": (
        lambda n: n * (n + 1) * (n + 2) // 6,
        "That is what it costs when for every token all tokens before it are decoded once more.",
        "What does the cache hold when token 5 comes, if nobody has emptied it? How many calls of "
        "decode_step does one more token need then?",
    ),
    "full-for-each-token": (
        lambda n: n * (n + 1) * (2 * n + 1) // 6,
        "That is what full attention costs when it is computed anew for every token.",
        "Which rows are finished already when a token comes? Where does your code call decode_step?",
    ),
}
"""Keys met by queries when a sequence of n tokens goes wrong in one way, what to say, and what to ask. Apart
from FINDINGS: a single decode step can't go wrong like this."""
