"""A sample class: for each lesson, learners who do well in several styles and learners who don't.

`python -m tests.answers.sample_class [folder [lesson …]]` writes
submitted/<learner>/<lesson>/<notebook>.ipynb below the folder (default: submitted/ of this course). Each
learner is named after what they do.

`python -m tests.answers.sample_class --drawn 60 [folder [lesson …]]` writes a class as large as one likes, in
which each learner has a skill of their own, and each exercise is a sample answer that was drawn: the better
they are, the rarer a wrong one.
"""

import argparse
import json
import random
import re
from pathlib import Path

from autograder.release import notebooks

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = Path(__file__).resolve().parent
SOLUTION = re.compile(r" *### BEGIN SOLUTION\n|\n? *### END SOLUTION")

STYLES = 4
"""Learners with everything right, each in another style."""
MISTAKES = 8
"""Learners with one exercise wrong and the rest right."""


def submissions(lesson):
    """{learner: text of the notebook file, or None if they handed in nothing readable} for one lesson."""
    release, solved, exercises = _lesson(lesson)
    right = {e: _answers(e, "right") for e in exercises}
    wrong = [(e, name, text) for e in exercises for name, text in _answers(e, "wrong").items()]

    def hand_in(**changed):
        return _fill(release, {**{e: solved[e] for e in exercises}, **_written(release, solved), **changed})

    made = {"perfect": hand_in()}
    for style in range(1, STYLES):
        made[f"perfect_in_style_{style}"] = hand_in(
            **{e: list(answers.values())[style * 7 % len(answers)] for e, answers in right.items() if answers}
        )
    for exercise, name, text in wrong[:: max(1, len(wrong) // MISTAKES)][:MISTAKES]:
        made[f"wrong_{exercise}_{name}"] = hand_in(**{exercise: text})
    first = exercises[0]
    made["blank"] = _dump(release)
    made["half_done"] = _fill(release, {e: solved[e] for e in exercises[: len(exercises) // 2]})
    made["crashes_in_one_cell"] = hand_in(
        **{first: solved[first] + "\n\nraise RuntimeError('left over from trying')\n"}
    )
    made["endless_loop"] = hand_in(**{first: "while True:\n    pass\n"})
    made["deleted_cell"] = _dump(
        {**release, "cells": [c for c in json.loads(hand_in())["cells"] if c["id"] != f"test_{first}"]}
    )
    made["not_a_notebook"] = "%PDF-1.4 this is the lecture's slides, handed in by mistake\n"
    made["corrupt_json"] = made["perfect"][: len(made["perfect"]) // 2]
    return made


def drawn(lesson, number, seed=1):
    """{learner: text of the notebook file} of a class of `number`; a learner's skill is the same in every
    lesson."""
    release, solved, exercises = _lesson(lesson)
    answers = {e: [_on_its_own(e, kind, exercises) for kind in ("right", "wrong")] for e in exercises}
    hard = random.Random(seed)
    hardness = {e: hard.uniform(0, 0.5) for e in exercises}
    made = {}
    for learner in range(number):
        skill, draw = random.Random(f"{seed} {learner}").random(), random.Random(f"{seed} {learner} {lesson}")
        sources = {e: solved[e] for e in exercises} | _written(release, solved)
        for exercise, (right, wrong) in answers.items():
            fails = draw.random() < hardness[exercise] + 0.4 * (0.6 - skill)
            if (
                pool := list(wrong.values())[:8] if fails else list(right.values())
            ):  # a class errs in few ways, each of them often
                sources[exercise] = draw.choice(pool)
        if skill < 0.1:
            sources = dict(list(sources.items())[: len(sources) // 2])
        made[f"learner{learner + 1:02}"] = _fill(release, sources)
    return made


def in_every_style(lesson):
    """Hand-ins in which each right sample answer of a lesson stands once or more, beside answers as the
    solution has them: yields (text of the notebook file, {exercise: name of the answer})."""
    release, solved, exercises = _lesson(lesson)
    right = {e: _on_its_own(e, "right", exercises) for e in exercises}
    # classes and what calls them in turn: a slow cache in the hands of a slow step is nobody's answer
    for of_classes in (True, False):
        mine = {e: answers for e, answers in right.items() if answers and e[0].isupper() == of_classes}
        for number in range(max(map(len, mine.values()), default=0)):
            chosen = {e: list(answers.items())[number % len(answers)] for e, answers in mine.items()}
            texts = {e: solved[e] for e in exercises} | {e: text for e, (_, text) in chosen.items()}
            yield (
                _fill(release, texts | _written(release, solved)),
                {e: answer for e, (answer, _) in chosen.items()},
            )


def write(folder, lessons=None, number=0):
    """Write the class below `folder`, of `number` learners as they were drawn if it is given; returns
    {lesson: number of submissions}."""
    counts = {}
    for lesson, source in notebooks(ROOT / "course").items():
        if lesson.startswith("00") or (lessons and lesson not in lessons):
            continue
        made = drawn(lesson, number) if number else submissions(lesson)
        for learner, text in made.items():
            target = Path(folder) / learner / lesson / source.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf8")
        counts[lesson] = len(made)
    return counts


def _lesson(lesson):
    """(released notebook, {cell's id: its source as solved}, ids of the cells that hold answers in code)"""
    release = json.loads(notebooks(ROOT / "course")[lesson].read_text(encoding="utf8"))
    source = json.loads(notebooks(ROOT / "solutions")[lesson].read_text(encoding="utf8"))
    solved = {c["id"]: _solved(c) for c in source["cells"]}
    exercises = [c["id"] for c in release["cells"] if _is_solution(c) and c["cell_type"] == "code"]
    return release, solved, exercises


def _answers(exercise, kind):
    return {p.stem: p.read_text(encoding="utf8") for p in sorted((ANSWERS / exercise / kind).glob("*.py"))}


def _on_its_own(exercise, kind, exercises):
    """Sample answers that define nothing which another exercise's answer defines, too."""
    names = "|".join({*exercises} - {exercise}) or "$"
    others = re.compile(rf"^(?:def|class) (?:{names})\b", re.MULTILINE)
    return {name: text for name, text in _answers(exercise, kind).items() if not others.search(text)}


def _is_solution(cell):
    return cell["metadata"].get("nbgrader", {}).get("solution", False)


def _solved(cell):
    return SOLUTION.sub("", "".join(cell["source"]))


def _written(release, solved):
    return {
        c["id"]: solved[c["id"]].split("### END MARK SCHEME")[-1].strip()
        for c in release["cells"]
        if _is_solution(c) and c["cell_type"] == "markdown"
    }


def _fill(release, sources):
    cells = [
        {**c, "source": sources[c["id"]].splitlines(keepends=True)} if c["id"] in sources else c
        for c in release["cells"]
    ]
    return _dump({**release, "cells": cells})


def _dump(notebook):
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", default=ROOT / "submitted")
    parser.add_argument("lesson", nargs="*")
    parser.add_argument("--drawn", type=int, default=0)
    options = parser.parse_args()
    for lesson, number in write(options.folder, options.lesson, options.drawn).items():
        print(f"{lesson}: {number} submissions")
