"""`python -m autograder similar LESSON`: which learners' code is more alike than this lesson makes it, as one
HTML page.

Fingerprints as in Schleimer, Wilkerson, Aiken, Winnowing: Local Algorithms for Document Fingerprinting
(SIGMOD 2003), by
copydetect: names and texts are put aside, so renaming hides nothing. What the release or the solution holds
            is left out, and
what many of the class have: short exercises have few right answers, and to share those says nothing.
"""

import argparse
import io
import json
import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from autograder.grading import batch, kept, lesson
from autograder.grading.autograded import replace
from autograder.grading.course import Course
from autograder.grading.markup import breakable, escaped, folded
from autograder.grading.report import STYLE

K, WINDOW = 20, 6
"""Characters of a fingerprint after names are put aside, and fingerprints of which one is kept."""

COMMON = 0.1
"""Share of the class that may have a passage (and three learners may) before it says nothing."""

LEAST = 60
"""Characters, names put aside, that two have to share to be listed."""

MOST = 50
"""Pairs that are listed."""

WORDS = """
<p><strong>What this page can't tell.</strong> It finds passages that two learners have alike and few others do. It does not know why: they may have
learned together, asked the same tutor, the same chatbot or the same page of the web, or one may have copied, and which one it does not
know either. With functions of two to twenty lines two people arrive at the same text by chance, and the larger the class, the more often.
It finds nothing if somebody rewrote what they took, and nothing that came from outside the class. So a line here is a reason to look at
both texts and to talk to both people, and never by itself a reason for a mark.</p>
<p class="dim">Left out: what the lesson hands out, what its published solution has, and what more than {common} learners share. Names of
variables, comments and layout don't count. The share is that of a learner's own remaining code.</p>
"""  # noqa: E501


@dataclass(frozen=True)
class Pair:
    """Two learners, how many characters of code they share, what share of each one's own that is, and both
    texts as HTML."""

    students: tuple[str, str]
    shared: int
    shares: tuple[float, float]
    texts: tuple[str, str]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m autograder similar", description=__doc__)
    parser.add_argument("lesson")
    parser.add_argument("--root", default=".", help="the course's folder (%(default)s)")
    options = parser.parse_args(arguments)
    try:
        import copydetect  # noqa: F401
    except ImportError:
        print(
            "This needs copydetect: .venv/bin/uv pip install 'cost-of-a-token[similarity]'", file=sys.stderr
        )
        return 2
    course = Course(options.root)
    try:
        texts, waiting = written(course, options.lesson)
        known = released(course, options.lesson)
    except lesson.BrokenLesson as problem:
        print(problem, file=sys.stderr)
        return 2
    if not texts:
        print(f"No judged submission of {options.lesson}: run `make grade` first.", file=sys.stderr)
        return 2
    course.make_private()
    place = course.reports / options.lesson / "similarity.html"
    replace(place, page(options.lesson, texts, alike(texts, known), waiting))
    print(place)
    return 0


def written(course: Course, name: str) -> tuple[dict[str, str], int]:
    """({student: the code that they wrote, without lines of the release}, how many were not judged yet)."""
    texts: dict[str, str] = {}
    waiting = 0
    for submission in batch.collect(course, name):
        handed_out = {
            line.strip() for cell in submission.lesson.cells for line in cell.source.splitlines()
        } - {""}
        cells = kept.shown(course, submission) if submission.key else ()
        waiting += not cells
        own = [cell.source for cell in cells if cell.theirs and cell.cell_type == "code"]
        lines = [line for line in "\n".join(own).splitlines() if line.strip() not in handed_out]
        texts[submission.student] = "\n".join([texts.get(submission.student, ""), *lines]).strip()
    return {student: text for student, text in texts.items() if text}, waiting


def released(course: Course, name: str) -> list[str]:
    """What the solution has: whoever is near it is so for a reason."""
    paths = sorted(Path(course.root, "solutions", name).glob("*.ipynb"))
    cells = [cell for path in paths for cell in json.loads(path.read_text(encoding="utf8"))["cells"]]
    return ["\n".join(lesson.source_of(cell) for cell in cells if cell["cell_type"] == "code")]


def alike(texts: Mapping[str, str], known: Sequence[str] = ()) -> list[Pair]:
    """The pairs that share most, of {student: code}; known: code that everybody may have."""
    from copydetect.detector import compare_files
    from copydetect.utils import get_token_coverage

    prints = {student: _print(text) for student, text in texts.items()}
    having = Counter(one for made in prints.values() for one in made.hashes)
    common = {one for one, number in having.items() if number > too_many(len(texts))}
    common |= {one for text in known for one in _print(text).hashes}
    for made in prints.values():
        made.hashes -= common
        made.hash_idx = {one: places for one, places in made.hash_idx.items() if one not in common}
        made.token_coverage = get_token_coverage(made.hash_idx, K, len(made.filtered_code))
    pairs = []
    for one, other in combinations(prints, 2):
        if not prints[one].hashes & prints[other].hashes:
            continue
        shared, shares, slices = compare_files(prints[one], prints[other])
        if shared >= LEAST:
            left, right = (
                _marked(prints[student].raw_code, places)
                for student, places in zip((one, other), slices, strict=True)
            )
            own = (min(1.0, float(shares[0])), min(1.0, float(shares[1])))
            pairs.append(Pair((one, other), int(shared), own, (left, right)))
    return sorted(pairs, key=lambda pair: (-min(pair.shares) * pair.shared, pair.students))[:MOST]


def too_many(number: int) -> int:
    """How many of a class may have a passage before it says nothing."""
    return max(3, math.floor(COMMON * number))


def _print(text: str) -> Any:
    from copydetect import CodeFingerprint

    return CodeFingerprint("answer.py", K, WINDOW, language="python", fp=io.StringIO(text))


def _marked(text: str, slices: Any) -> str:
    """Code with what is shared marked, as HTML."""
    parts, at = [], 0
    for start, end in sorted(zip(*slices)):
        start, end = max(at, int(start)), int(end)
        if end > start:
            parts += [escaped(text[at:start]), f"<mark>{escaped(text[start:end])}</mark>"]
            at = end
    return "".join([*parts, escaped(text[at:])])


def page(name: str, texts: Mapping[str, str], pairs: Sequence[Pair], waiting: int = 0) -> str:
    """The page; nothing in it runs or is loaded."""
    lines = []
    for pair in pairs:
        both = "".join(
            f"<div><p><strong>{breakable(student)}</strong></p><pre "
            f'tabindex="0"><code>{text}</code></pre></div>'
            for student, text in zip(pair.students, pair.texts, strict=True)
        )
        lines.append(
            f"<section><h3>{breakable(' and '.join(pair.students))}</h3><p>{pair.shared} characters alike: "
            f"{100 * pair.shares[0]:.0f} % and {100 * pair.shares[1]:.0f} % of each one's own.</p>"
            f"{folded('both texts', f'<div class=pair>{both}</div>')}</section>"
        )
    said = "".join(lines) or "<p>No two of them share more than this lesson explains.</p>"
    left = f"<p>{waiting} hand-ins were not judged yet, and are not in it.</p>" if waiting else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'  # noqa: E501
        f"<title>{escaped(name)}: similar code</title><style>\n{STYLE}</style></head><body><main>"
        f"<h1>{escaped(name)}: similar code</h1><p>{len(texts)} learners, {len(pairs)} pairs.</p>{left}"
        f"{WORDS.format(common=too_many(len(texts)))}{said}</main></body></html>\n"
    )
