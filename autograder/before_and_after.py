"""Twelve questions on the whole course, asked before it and after it: the notebooks course/before.ipynb and
course/after.ipynb.

Their wrong options are misconceptions of the catalogue, so a choice says which idea somebody holds. They are
not graded. They were not tried on a class yet: nobody knows how hard each is, or whether its wrong options
draw those who hold the idea.

`make release` makes both notebooks from this list, so the questions are the same in both.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.lessons import CHECKS

LETTERS = "abcd"
UNKNOWN = "e"


@dataclass(frozen=True)
class Question:
    """text: Markdown; options: four of (text, "exercise/misconception"), with "" for the right one."""

    text: str
    options: tuple[tuple[str, str], ...]

    @property
    def right(self) -> str:
        return next(letter for letter, (_, idea) in zip(LETTERS, self.options, strict=True) if not idea)

    def idea(self, letter: str) -> str:
        """The misconception behind a wrong choice, "exercise/misconception"; "" behind any other."""
        return dict(zip(LETTERS, (idea for _, idea in self.options), strict=True)).get(letter, "")


QUESTIONS = (
    Question(
        "A model reads *the cat sat*. In causal attention, whose values may go into "
        "what comes out for *cat*?",
        (
            ("Those of *the*, *cat* and *sat*.", "causal_attention/no_mask"),
            ("Those of *the* alone: a word does not look at itself.", "causal_attention/excludes_itself"),
            ("Those of *the* and *cat*.", ""),
            ("Those of *cat* and *sat*.", "causal_attention/inverted_mask"),
        ),
    ),
    Question(
        "A word has the scores 2, 1 and 3 with three words, the third of which comes later in the text. "
        "Which weights does causal attention give them?",
        (
            ("The softmax of 2, 1 and 3, and then 0 in place of the third.", "causal_attention/mask_after_softmax"),
            ("The softmax of 2 and 1, and 0 for the third.", ""),
            ("The softmax of 2, 1 and 0.", "causal_attention/zeros_for_minus_infinity"),
            ("2/3, 1/3 and 0.", "softmax/linear_shares"),
        ),
    ),
    Question(
        "Queries and keys of 64 random numbers, each about 1 in size. By what are their dot products "
        "divided, so that scores stay about 1 in size?",
        (
            ("By nothing: the softmax takes care of it.", "causal_attention/no_scale"),
            ("By 64.", "causal_attention/scale_by_width"),
            ("By the root of the number of tokens.", "causal_attention/scale_by_length"),
            ("By 8.", ""),
        ),
    ),
    Question(
        "A model writes a text token by token. What of the earlier tokens is worth keeping in memory for "
        "the next step?",
        (
            ("Their keys and values.", ""),
            ("Their queries, keys and values.", "kv_cache_bytes/counts_queries_too"),
            ("Their keys.", "kv_cache_bytes/keys_only"),
            ("Their queries and values.", "decode_step/query_kept_as_key"),
        ),
    ),
    Question(
        "With all that is worth keeping in memory, a text is twice as long as before. How much more work is "
        "the attention of the **next token**?",
        (
            ("As much as before: it is one token.", "decode_step_multiply_adds/one_cached_token"),
            ("Four times as much: every token meets every token.", "decode_step_multiply_adds/all_queries_in_a_step"),
            ("Twice as much.", ""),
            ("Twice as much for the scores; mixing the values stays as it was.", "decode_step_multiply_adds/length_in_one_product"),
        ),
    ),
    Question(
        "And the attention of the **whole text**, from the first token to the last: how much more work is a "
        "text twice as long?",
        (
            ("Twice as much: each token costs the same.", "total_multiply_adds/every_step_like_the_first"),
            ("About four times as much.", ""),
            ("About eight times as much: every step works out all rows again.", "total_multiply_adds/all_rows_recomputed"),
            ("Twice as much: what counts is the last step.", "total_multiply_adds/last_step_only"),
        ),
    ),
    Question(
        "What does one more token add to what is kept in memory?",
        (
            ("One key and one value.", "kv_cache_bytes/layers_forgotten"),
            ("A key for every layer and head that has keys.", "kv_cache_bytes/keys_only"),
            ("Another copy of everything that was kept so far, one token longer.", "kv_cache_bytes/every_length_summed"),
            ("A key and a value for every layer and head that has them.", ""),
        ),
    ),
    Question(
        "Ten runs of the same step: nine take 1.0 ms, one takes 9.0 ms while the machine did something else "
        "as well. What does a step cost?",
        (
            ("1.8 ms", "time_step/mean_with_spikes"),
            ("1.0 ms", ""),
            ("9.0 ms", "time_step/slowest_call"),
            ("18 ms", "time_step/total_for_one_call"),
        ),
    ),
    Question(
        "A step is timed at lengths from 100 to 1,000. On log-log axes the points lie near a line with "
        "slope 0.2. What is a good guess?",
        (
            ("A large fixed part, and a little more for each token.", ""),
            ("The time grows like n to the power of 0.2.", "fit_line/log_log_line"),
            ("The time does not grow: 0.2 is 0, and some noise.", "growth_exponent/rounded_exponent"),
            ("No line: a step of length 1 would take no time.", "growth_exponent/log_line_through_origin"),
        ),
    ),
    Question(
        "What a step reads takes a machine 20 ms at full speed, what it computes 2 ms. Both can go on at "
        "the same time. How long does the step take at least?",
        (
            ("22 ms", "roofline_seconds/times_added"),
            ("2 ms", "roofline_seconds/shorter_time"),
            ("20 ms", ""),
            ("11 ms", "roofline_seconds/average_time"),
        ),
    ),
    Question(
        "A step takes 10 ms and 0.01 ms more for each token that is cached. The prompt of 1,000 tokens has "
        "been read. How long does it take to write 100 tokens?",
        (
            ("About 1.0 s: each new token adds its 0.01 ms once.", "generation_seconds/new_tokens_only"),
            ("About 1.06 s: the 10 ms are paid at the start.", "generation_seconds/fixed_once"),
            ("About 17 s: the prompt's tokens are steps, too.", "generation_seconds/prompt_written_too"),
            ("About 2.05 s.", ""),
        ),
    ),
    Question(
        "Eight readers are served together, one token for each of them in every step. What does a step read?",
        (
            ("The weights once, and nothing else.", "step_seconds/cache_forgotten"),
            ("The weights once, and each reader's own keys and values.", ""),
            ("The weights eight times, and each reader's own keys and values.", "step_seconds/weights_for_each_sequence"),
            ("The weights once, and one reader's keys and values, which serve for all.", "step_seconds/one_cache_for_all"),
        ),
    ),
)  # fmt: skip

NAMES = tuple(f"q{number}" for number in range(1, len(QUESTIONS) + 1))
"""The variables that hold a learner's letters in the notebooks."""

OPENING = {
    "before": (
        "# Before the course\n\n**10 minutes · not graded**\n\n"
        "Twelve questions on what this course is about. You are not expected to know them: they show, once "
        "more at the end, what you have learned. Write a letter between the quotes and run the cell; *e* "
        "where you don't know is a good answer here, guessing is not. Nothing tells you now what is right.\n"
        "\nSave the notebook afterwards, and hand it in if your instructor asks for it."
    ),
    "after": (
        "# After the course\n\n**10 minutes · not graded**\n\n"
        "The same twelve questions as before the course. Write a letter between the quotes and run the "
        "cell; *e* where you don't know. The last cell sets your answers beside those of before, and says "
        "what became of them.\n\nSave the notebook afterwards, and hand it in if your "
        "instructor asks for it."
    ),
}


def notebook(when: str) -> dict[str, Any]:
    """The notebook "before" or "after", as JSON data."""
    cells = [_cell("markdown", "opening", OPENING[when])]
    for number, (name, question) in enumerate(zip(NAMES, QUESTIONS, strict=True), 1):
        options = [
            f"- **{letter})** {text}" for letter, (text, _) in zip(LETTERS, question.options, strict=True)
        ]
        text = "\n".join(
            [f"## Question {number}", "", question.text, "", *options, f"- **{UNKNOWN})** I don't know."]
        )
        cells += [_cell("markdown", f"question-{number}", text), _cell("code", name, f'{name} = ""')]
    shown = (
        f'from autograder import before_and_after\n\nbefore_and_after.show("{when}", [{", ".join(NAMES)}])'
    )
    return {
        "cells": [*cells, _cell("code", "result", shown)],
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(kind: str, id: str, source: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cell_type": kind,
        "id": id,
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def write(course: str | Path) -> list[Path]:
    """Both notebooks into course/; their paths. Whatever somebody wrote there is gone."""
    paths = []
    for when in OPENING:
        path = Path(course, f"{when}.ipynb")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            json.dumps(dict(sorted(notebook(when).items())), indent=1, ensure_ascii=False) + "\n",
            encoding="utf8",
        )
        paths.append(path)
    return paths


def understood(answers: list[Any]) -> list[str]:
    """A letter for each question, "" where there is none: whatever stands around it, and in capitals, too."""
    letters = [str(answer).strip(" .)(\"'").lower() if isinstance(answer, str) else "" for answer in answers]
    return [letter if letter in (*LETTERS, UNKNOWN) else "" for letter in letters]


def answers_in(sources: Iterable[str]) -> list[str]:
    """The letters that stand in the code cells of a notebook, read and not run."""
    found = dict.fromkeys(NAMES, "")
    for line in (line for source in sources for line in source.splitlines()):
        name, equals, value = line.partition("=")
        if equals and name.strip() in found:
            found[name.strip()] = value.partition("#")[0]
    return understood(list(found.values()))


def right(letters: list[str]) -> int:
    """How many of the letters are right."""
    return sum(letter == q.right for letter, q in zip(letters, QUESTIONS, strict=True))


def sentence(idea: str) -> tuple[str, str]:
    """(what an answer does that holds an idea, the question that leads to its cause)."""
    exercise, id = idea.split("/")
    found = next(m for m in CHECKS[exercise].misconceptions if m.id == id)
    return found.sentence, found.question


def show(when: str, answers: list[Any]) -> None:
    """Says how many are answered and, after the course, what became of those of before, which stand in
    before.ipynb."""
    letters = understood(answers)
    missing = [str(number) for number, letter in enumerate(letters, 1) if not letter]
    if missing:
        print(
            f"Not answered yet: {', '.join(missing)}. Write a, b, c, d or {UNKNOWN} between the "
            "quotes, and run the cell."
        )
    if when == "before":
        print(
            f"{len(letters) - len(missing)} of {len(letters)} answered. Save this notebook (Ctrl+S) and "
            "keep it: after the course you are asked again."
        )
        return
    earlier = _earlier()
    if earlier:
        print(f"Right before the course: {right(earlier)} of {len(letters)}. Right now: {right(letters)}.")
    else:
        print(f"Right: {right(letters)} of {len(letters)}. (There is no before.ipynb with answers "
            "beside this notebook.)")  # fmt: skip
    for number, (question, now) in enumerate(zip(QUESTIONS, letters, strict=True), 1):
        was = earlier[number - 1] if earlier else ""
        change = f" (before: {was})" if was and was != now else ""
        if now == question.right:
            print(f"  {number:2}  {now}{change}  right")
        elif idea := question.idea(now):
            print(f"  {number:2}  {now}{change}  think again: {sentence(idea)[1]}")
        elif now:
            print(f"  {number:2}  {now}{change}  look into the lesson once more")


def _earlier() -> list[str]:
    """The letters in before.ipynb, [] if there is none or nothing was answered."""
    try:
        cells = json.loads(Path("before.ipynb").read_text(encoding="utf8"))["cells"]
        letters = answers_in("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return letters if any(letters) else []
