"""What an instructor reads after grading: grades.csv, and report.html on the class. Both stand alone."""

import csv
import io
import math
import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.grading import items, learned, learners_code, overview, trends
from autograder.grading.autograded import replace
from autograder.grading.course import Course
from autograder.grading.history import History
from autograder.grading.kept import Submission
from autograder.grading.markup import NBSP, breakable, escaped, table
from autograder.grading.overview import bar, moment
from autograder.grading.result import Verdict


def row(submission: Submission) -> dict[str, Any]:
    """What there is to say about one submission, a dict.

    state      "graded", "ungraded" (grading failed), "not judged yet", or why the notebook could not be read
    points     given by the judge, of `automatic`; `hand` those given by a human; `by_hand` answers still
               waiting
    """
    lesson, result = submission.lesson, submission.result
    state = result.state if result else "ungraded" if submission.failure else "not judged yet"
    tests = {cell.grade_id: cell for cell in lesson.tests}
    verdicts, standing = result.tests if result else {}, submission.scores
    given = {name: points for name, (_, points) in standing.items() if points is not None}
    return {
        "student": submission.student,
        "state": state,
        "message": submission.failure or (result.message if result else ""),
        "points": sum(given.get(name, 0.0) for name in tests),
        "automatic": sum(c.points for c in tests.values()),
        "hand": sum(points for name, points in given.items() if name not in tests),
        "by_hand": sum(points is None for _, points in standing.values()),
        "person": any(v.state == "needs a human" for v in verdicts.values()),
        "said": submission.said,
        # nothing that could be called a score yet
        "unsettled": result is None or state != "graded" and any(v.points is None for v in verdicts.values()),
        "max": sum(cell.points for cell in lesson.cells),
        "tests": {name: verdicts.get(name) for name in tests},
    }


def write(
    course: Course, name: str, submissions: Sequence[Submission], absent: Sequence[str] = ()
) -> list[str]:
    """Write reports/<lesson>/grades.csv and report.html; returns their paths. absent: who handed in
    nothing."""
    folder = course.reports / name
    paths = [folder / "grades.csv", folder / "report.html"]
    replace(paths[0], grades(submissions, absent))
    trends.keep(course.reports, trends.summary(name, [row(s) for s in submissions]))
    replace(paths[1], page(course, name, submissions, absent))
    return [os.path.relpath(path) for path in paths]


def grades(submissions: Sequence[Submission], absent: Sequence[str] = ()) -> str:
    """One line a submission or learner without one, one column a test."""
    names = list(
        dict.fromkeys(c.grade_id for s in submissions for c in s.lesson.cells if c.role in ("test", "answer"))
    )
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(
        ["student", "notebook", "state", "points", "max_points", "waiting_for_hand_grading", *names]
    )
    for submission in submissions:
        r = row(submission)
        points = {name: given for name, (_, given) in submission.scores.items()}
        lines.writerow(
            [
                unformula(r["student"]),
                submission.lesson.notebook,
                r["state"],
                "" if r["unsettled"] else f"{r['points'] + r['hand']:g}",
                f"{r['max']:g}",
                r["by_hand"],
                *("" if points.get(n) is None else f"{points[n]:g}" for n in names),
            ]
        )
    for student in absent:
        lines.writerow([unformula(student), "", "nothing handed in", *[""] * (3 + len(names))])
    return text.getvalue()


def unformula(text: str) -> str:
    """A cell that a spreadsheet will not take for a formula, and that holds nothing but characters one can
    see."""
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    return "'" + text if text.lstrip()[:1] in tuple("=+-@＝＋－＠|%") else text


def page(course: Course, name: str, submissions: Sequence[Submission], absent: Sequence[str] = ()) -> str:
    """report.html: no script, nothing loaded from elsewhere."""
    rows = [row(s) for s in submissions]
    title = f"{name}: {len(rows)} submissions"
    tests = list(dict.fromkeys(cell.grade_id for s in submissions for cell in s.lesson.tests))
    by_student, sources = {s.student: s for s in submissions}, learners_code.of_class(course, submissions)
    ideas = overview.ideas(rows)
    unnamed = overview.failures_without_a_name(rows)
    sections = [
        _numbers(rows),
        _distribution(rows),
        _tests(tests, rows, History(course.root, name).first_pass),
        overview.with_a_name(ideas, by_student, sources),
        overview.without_a_name(unnamed, by_student, sources, overview.unclear(rows)),
        overview.who_passed_what(tests, rows, overview.anchors(ideas, unnamed)),
        overview.what_changed(submissions),
        _students(submissions, rows),
        _absent(absent),
        learned.section(learned.handed_in(course)),
        overview.over_the_lessons(trends.all_lessons(course.reports), name),
    ]
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{escaped(title)}</title>
<style>
{STYLE}</style></head><body><main>
<h1>{escaped(name)}</h1>
{"".join(sections)}
</main></body></html>
"""  # noqa: E501


STYLE = (Path(__file__).parent / "report.css").read_text(encoding="utf8")


def _numbers(rows: Sequence[dict[str, Any]]) -> str:
    states = Counter(r["state"] for r in rows)
    unread = len(rows) - states["graded"] - states["ungraded"] - states["not judged yet"]
    full = sum(r["state"] == "graded" and r["points"] == r["automatic"] for r in rows)
    said = [f"{len(rows)} submissions, {states['graded']} graded, {full} of them with all automatic points."]
    if unread:
        said.append(
            f"{unread} could not be read and {'has' if unread == 1 else 'have'} 0 points; the "
            "table at the end says why."
        )
    if waiting := sum(r["by_hand"] > 0 for r in rows):
        said.append(
            f"{waiting} {'waits' if waiting == 1 else 'wait'} for points given by hand, in Formgrader."
        )
    if states["ungraded"]:
        said.append(
            f'<span class="bad">{states["ungraded"]} not graded, by no fault of the learners: run the '
            "command again.</span>"
        )
    return f"<p>{' '.join(said)}</p>"


def _distribution(rows: Sequence[dict[str, Any]]) -> str:
    """Histogram of automatic points: at most ten bins, each a whole number of points wide."""
    graded = [r for r in rows if r["state"] == "graded" and r["automatic"]]
    if not graded:
        return ""
    most = max(r["automatic"] for r in graded)
    step = math.ceil(most / 10)
    last = math.ceil(most / step) - 1
    bins = Counter(min(int(r["points"] / step), last) for r in graded)
    tallest, width, height = max(bins.values()), 56, 120
    right, axis = (last + 1) * width, height + 18
    marks = []
    for index in range(last + 1):
        count = bins[index]
        h = round(height * count / tallest)
        marks.append(
            f'<rect x="{index * width + 4}" y="{axis - h}" width="{width - 8}" height="{h}" class="ink"/>'
            + (
                f'<text x="{(index + 0.5) * width}" y="{axis - h - 5}" text-anchor="middle">{count}</text>'
                if count
                else ""
            )
            + f'<text x="{index * width}" y="{axis + 16}" text-anchor="middle">{index * step}</text>'
        )
    mean = sum(r["points"] for r in graded) / len(graded)
    said = f"Automatic points: {mean:.3g} of {most:g} on average"
    return (
        f'<h2>{said}</h2><p class="dim">How many learners have how many points.</p><svg role="img" '
        f'aria-label="Histogram. {said}." viewBox="-12 0 {right + 90} {axis + 22}" style="max-width: '
        f'{(right + 90) / 16:g}rem">{"".join(marks)}<text x="{right}" y="{axis + 16}" '
        f'text-anchor="middle">{most:g}</text><text x="{right + 16}" y="{axis + 16}">points</text><line '
        f'x1="0" x2="{right}" y1="{axis + 0.5}" y2="{axis + 0.5}" class="axis"/></svg>'
    )


def _tests(
    tests: Sequence[str], rows: Sequence[dict[str, Any]], first_pass: Mapping[tuple[str, str], str]
) -> str:
    """Which tests fail, at which check, and what that says of the tests."""
    judged = [r for r in rows if r["state"] == "graded"]
    lines = []
    for item in items.analyse(tests, judged, first_pass):
        verdicts = [r["tests"][item.test] for r in judged if r["tests"].get(item.test)]
        ends = Counter(_end(v) for v in verdicts if v.state != "pass")
        low = item.discrimination is not None and round(item.discrimination, 2) < items.LOW
        told = (
            "–"
            if item.discrimination is None
            else f"{item.discrimination:.2f}" + "\N{NO-BREAK SPACE}(low)" * low
        )
        lines.append(
            f'<tr><th scope="row">{breakable(item.test)}</th><td class="n">{item.passed} of '
            f'{item.judged}</td><td class="n">{100 * item.share:.0f}{NBSP}%</td><td '
            f'class="bars">{bar(item.share)}</td><td class="n{" bad" if low else ""}">{told}</td><td '
            f'class="dim">{moment(item.first_pass) if item.first_pass else "–"}</td><td '
            f'class="said">{escaped(", ".join(f"{count}{NBSP}{end}" for end, count in ends.most_common()))}</td></tr>'  # noqa: E501
        )
    heads = [
        ("test", ""),
        ("passed", "n"),
        ("share", "n"),
        ("", ""),
        ("discrimination", "n"),
        ("half had passed by", ""),
        ("how the others end", ""),
    ]
    return (
        "<h2>What passes and what doesn't</h2><p class='dim'>A check looks at one thing after the other "
        "and stops at the first that does not hold; its name stands in quotes. <em>Discrimination</em> is "
        "the correlation of passing a test with the points in all others (corrected point-biserial "
        f"coefficient, Henrysson 1963): near 0, who knows the rest does no better here. Below {items.LOW:g} "
        f"look at the test itself; it needs {items.ENOUGH} learners, some of whom pass and some of whom "
        "don't, and with 20 of them it is still a rough number. <em>Half had passed by</em> goes by the "
        "times of handing in, where they are known.</p>" + table(heads, lines)
    )


def _end(verdict: Verdict) -> str:
    """How a test that did not pass ended, in a few words."""
    if verdict.state != "fail":
        return "carried forward" if verdict.state == "carried" else verdict.state
    if f"{verdict.exercise}: not written yet" in verdict.message:
        return "not written yet"
    if verdict.check == "defined":
        return "not defined"
    return f"at{NBSP}“{verdict.check}”" if verdict.check else "failed"


def _students(submissions: Sequence[Submission], rows: Sequence[dict[str, Any]]) -> str:
    lines = []
    for submission, r in zip(submissions, rows):
        ends = defaultdict(list)
        for name, verdict in r["tests"].items():
            if verdict and verdict.state != "pass":
                ends[_end(verdict)].append(name)
        failed = "; ".join(f"{end}: {', '.join(names)}" for end, names in ends.items())
        feedback = Path(
            "..", "..", "feedback", r["student"], submission.lesson.name, f"{submission.lesson.notebook}.html"
        )
        said = (
            breakable(failed)
            if r["state"] == "graded"
            else f'<span class="bad">{escaped(r["state"])}:</span> {escaped(r["message"])}'
        )
        waiting = f"{r['by_hand']} answer{'s' if r['by_hand'] > 1 else ''}" if r["by_hand"] else ""
        lines.append(
            f'<tr><th scope="row"><a href="{escaped(feedback.as_posix())}">{breakable(r["student"])}</a></th>'
            f'<td class="n">{r["points"] + r["hand"]:g} of {r["max"]:g}</td><td class="n dim">{waiting}</td>'
            f'<td class="dim said">{said}</td></tr>'
        )
    return (
        "<h2>Learners</h2><p class='dim'>Names lead to feedback once <code>nbgrader "
        "generate_feedback</code> has made it.</p>"
        + table([("learner", ""), ("points", "n"), ("to grade by hand", "n"), ("not passed", "")], lines)
    )


def _absent(students: Sequence[str]) -> str:
    if not students:
        return ""
    return f"<h2>Handed in nothing</h2><p>{', '.join(map(breakable, students))}</p>"
