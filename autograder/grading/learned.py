"""What a class learned, as far as the twelve questions before and after the course (before_and_after.py) can
tell.

Reads before.ipynb and after.ipynb wherever they lie in a student's folder below submitted/. They are read and
never run.
"""

import os
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from autograder.before_and_after import QUESTIONS, UNKNOWN, answers_in, right, sentence
from autograder.grading import intake
from autograder.grading.course import Course
from autograder.grading.handed_in import BEFORE_AND_AFTER
from autograder.grading.markup import breakable, escaped, table

MOST_FILES = 500
"""Files of a student that are looked through."""

Answers = dict[str, dict[str, list[str]]]
"""{student: {"before" or "after": a letter for each question}}"""


def handed_in(course: Course) -> Answers:
    """What students answered; whoever answered nothing is left out."""
    found: Answers = {}
    for student in course.desk().students:
        for path in _files(course.submitted / student):
            when = BEFORE_AND_AFTER.fullmatch(path.name)
            letters = _letters(path, course.submitted) if when else []
            if when and any(letters):
                found.setdefault(intake.legible(student), {})[when[1].lower()] = letters
    return found


def _files(folder: Path) -> list[Path]:
    paths: list[Path] = []
    for place, _, names in os.walk(folder):
        paths += [Path(place, name) for name in sorted(names)]
        if len(paths) > MOST_FILES:
            break
    return paths[:MOST_FILES]


def _letters(path: Path, below: Path) -> list[str]:
    try:
        cells = intake.parse(intake.read(path, below))
    except intake.Unreadable:
        return []
    return answers_in(cell.source for cell in cells if cell.cell_type == "code")


def gain(before: float, after: float, most: float) -> float | None:
    """The share of what could be gained that was: (after − before) / (most − before); None where nothing
    could.

    The normalised gain of Hake, Interactive-engagement versus traditional methods, Am. J. Phys. 66 (1998),
    64–74.
    """
    return None if before >= most else (after - before) / (most - before)


def section(answers: Mapping[str, Mapping[str, list[str]]]) -> str:
    """The report's section, HTML; "" if nobody answered."""
    if not answers:
        return ""
    both = [one for one in answers.values() if {"before", "after"} <= one.keys()]
    said = [
        f"{sum('before' in one for one in answers.values())} answered the twelve questions before the "
        f"course, {sum('after' in one for one in answers.values())} after it, {len(both)} both times."
    ]
    if both:
        before, after = (sum(right(one[when]) for one in both) / len(both) for when in ("before", "after"))
        share = gain(before, after, len(QUESTIONS))
        said.append(
            f"Of these, {before:.1f} of {len(QUESTIONS)} were right before and {after:.1f} after, on average"
            + (f": {100 * share:.0f} % of what could be gained." if share is not None else ".")
        )
    said.append(
        "The questions are not validated on classes yet: nobody knows how hard each one is, or whether its "
        "wrong options draw those who hold the idea. Read single questions with a class, not as a measure "
        "of it. They carry no points."
    )
    taken = both or list(answers.values())
    lines = []
    for number, question in enumerate(QUESTIONS):
        chosen = {
            when: [one[when][number] for one in taken if when in one and one[when][number]]
            for when in ("before", "after")
        }
        wrong = Counter(letter for letter in chosen["after"] or chosen["before"] if question.idea(letter))
        held = ""
        if wrong:
            letter, many = wrong.most_common(1)[0]
            idea = question.idea(letter)
            held = f"{escaped(sentence(idea)[0])} ({many}) <code>{breakable(idea)}</code>"
        cells = "".join(
            f'<td class="n">{sum(letter == question.right for letter in letters)} of {len(letters)}</td>'
            if letters
            else '<td class="n">–</td>'
            for letters in chosen.values()
        )
        unknown = sum(letter == UNKNOWN for letter in chosen["after"])
        lines.append(
            f'<tr><th scope="row">{number + 1}</th><td class="said">{_plain(question.text)}</td>{cells}'
            f'<td class="n">{unknown or ""}</td><td class="dim said">{held}</td></tr>'
        )
    heads = [
        ("", ""),
        ("question", ""),
        ("right before", "n"),
        ("right after", "n"),
        ("don't know", "n"),
        ("wrong idea chosen most", ""),
    ]
    return f"<h2>Before and after the course</h2><p>{' '.join(said)}</p>" + table(heads, lines)


def _plain(markdown: str) -> str:
    return escaped(re.sub(r"\*+", "", markdown))
