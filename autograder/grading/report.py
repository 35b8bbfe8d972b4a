"""What an instructor reads after grading: grades.csv, and report.html on the class. Both stand alone."""

import csv
import html
import io
import math
import os
import textwrap
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.grading.autograded import replace
from autograder.grading.batch import Submission
from autograder.grading.course import Course
from autograder.grading.result import Verdict
from autograder.lessons import CHECKS

BLUE, INK = "#0072B2", "#222222"
NBSP = "\N{NO-BREAK SPACE}"


def row(submission: Submission) -> dict[str, Any]:
    """What there is to say about one submission, a dict.

    state      "graded", "ungraded" (grading failed), "not judged yet", or why the notebook could not be read
    points     given by the judge, of `automatic`; `hand` those given by a human; `by_hand` answers still waiting
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
    """Write reports/<lesson>/grades.csv and report.html; returns their paths. absent: who handed in nothing."""
    folder = course.reports / name
    paths = [folder / "grades.csv", folder / "report.html"]
    replace(paths[0], grades(submissions, absent))
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
    """A cell that a spreadsheet will not take for a formula, and that holds nothing but characters one can see."""
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    return "'" + text if text.lstrip()[:1] in tuple("=+-@＝＋－＠|%") else text


def page(course: Course, name: str, submissions: Sequence[Submission], absent: Sequence[str] = ()) -> str:
    """report.html: no script, nothing loaded from elsewhere."""
    rows = [row(s) for s in submissions]
    title = f"{name}: {len(rows)} submissions"
    sections = [
        _numbers(rows),
        _distribution(rows),
        _tests(submissions, rows),
        _misconceptions(rows),
        _students(course, submissions, rows),
        _absent(absent),
    ]
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(title)}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; color: {INK}; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }}
caption {{ text-align: left; font-weight: 600; padding: .5rem 0; }}
th, td {{ text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; }}
td.n, td.bars {{ white-space: nowrap; }}
tbody th {{ font-weight: 500; }}
td.said {{ min-width: 10rem; }}
@media (min-width: 64rem) {{ tbody th {{ white-space: nowrap; }} tbody th wbr {{ display: none; }} }}
td.n, th.n {{ text-align: right; font-variant-numeric: tabular-nums; }}
.wide {{ overflow-x: auto; }}
.bar {{ display: inline-block; height: .8em; vertical-align: baseline; }}
.dim {{ color: #595959; }}
.bad {{ color: #A33C00; font-weight: 600; }}
a {{ color: #005A8C; }}
svg text {{ font-size: 12px; fill: {INK}; }}
</style></head><body>
<h1>{_text(name)}</h1>
{"".join(sections)}
</body></html>
"""


def _numbers(rows: Sequence[dict[str, Any]]) -> str:
    states = Counter(r["state"] for r in rows)
    unread = len(rows) - states["graded"] - states["ungraded"] - states["not judged yet"]
    full = sum(r["state"] == "graded" and r["points"] == r["automatic"] for r in rows)
    said = [f"{len(rows)} submissions, {states['graded']} graded, {full} of them with all automatic points."]
    if unread:
        said.append(
            f"{unread} could not be read and {'has' if unread == 1 else 'have'} 0 points; the table at the end says why."
        )
    if waiting := sum(r["by_hand"] > 0 for r in rows):
        said.append(
            f"{waiting} {'waits' if waiting == 1 else 'wait'} for points given by hand, in Formgrader."
        )
    if states["ungraded"]:
        said.append(
            f'<span class="bad">{states["ungraded"]} not graded, by no fault of the learners: run the command again.</span>'
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
            f'<rect x="{index * width + 4}" y="{axis - h}" width="{width - 8}" height="{h}" fill="{BLUE}"/>'
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
        f'<h2>{said}</h2><p class="dim">How many learners have how many points.</p>'
        f'<svg role="img" aria-label="Histogram. {said}." viewBox="-12 0 {right + 90} {axis + 22}" '
        f'style="max-width: {(right + 90) / 16:g}rem">{"".join(marks)}'
        f'<text x="{right}" y="{axis + 16}" text-anchor="middle">{most:g}</text><text x="{right + 16}" y="{axis + 16}">points</text>'
        f'<line x1="0" x2="{right}" y1="{axis + 0.5}" y2="{axis + 0.5}" stroke="{INK}"/></svg>'
    )


def _tests(submissions: Sequence[Submission], rows: Sequence[dict[str, Any]]) -> str:
    """Which tests fail, and at which check."""
    order = list(dict.fromkeys(cell.grade_id for s in submissions for cell in s.lesson.tests))
    judged = [r for r in rows if r["state"] == "graded"]
    lines = []
    for name in order:
        verdicts = [r["tests"][name] for r in judged if r["tests"].get(name)]
        passed = sum(v.state == "pass" for v in verdicts)
        share = passed / len(verdicts) if verdicts else 0
        ends = Counter(_end(v) for v in verdicts if v.state != "pass")
        lines.append(
            f'<tr><th scope="row">{_name(name)}</th><td class="n">{passed} of {len(verdicts)}</td>'
            f'<td class="bars"><span class="bar" style="width: {6 * share:.2f}rem; background: {BLUE}"></span>'
            f'<span class="bar" style="width: {6 * (1 - share):.2f}rem; background: #ddd"></span></td>'
            f'<td class="said">{_text(", ".join(f"{count}{NBSP}{end}" for end, count in ends.most_common()))}</td></tr>'
        )
    return (
        "<h2>What passes and what doesn't</h2><p class='dim'>A check looks at one thing after the other and stops at the first "
        "that does not hold; its name stands in quotes.</p>"
        "<div class='wide'><table><thead><tr><th scope='col'>test</th><th scope='col' class='n'>passed</th>"
        "<th scope='col'>share</th><th scope='col'>how the others end</th></tr></thead><tbody>"
        + "".join(lines)
        + "</tbody></table></div>"
    )


def _end(verdict: Verdict) -> str:
    """How a test that did not pass ended, in a few words."""
    if verdict.state != "fail":
        return verdict.state
    if f"{verdict.exercise}: not written yet" in verdict.message:
        return "not written yet"
    if verdict.check == "defined":
        return "not defined"
    return f"at{NBSP}“{verdict.check}”" if verdict.check else "failed"


def _misconceptions(rows: Sequence[dict[str, Any]]) -> str:
    """Which wrong ideas the class has, and who."""
    held = defaultdict(list)
    for r in rows:
        for verdict in r["tests"].values():
            if verdict and verdict.misconception:
                held[verdict.exercise, verdict.misconception].append((r["student"], verdict))
    if not held:
        return ""
    sentences = {(name, m.id): m.sentence for name, check in CHECKS.items() for m in check.misconceptions}
    lines = []
    for (exercise, misconception), holders in sorted(held.items(), key=lambda item: -len(item[1])):
        students = [student for student, _ in holders]
        told = sentences.get((exercise, misconception)) or holders[0][1].message.removeprefix(f"{exercise}: ")
        who = ", ".join(students[:12]) + (f" and {len(students) - 12} more" if len(students) > 12 else "")
        lines.append(
            f'<tr><td class="n">{len(students)}</td><th scope="row">{_name(exercise)}</th>'
            f'<td class="said">{_text(textwrap.shorten(told, 300, placeholder=" …"))}</td>'
            f'<td class="dim said">{_name(who)}</td></tr>'
        )
    return (
        "<h2>Misconceptions to talk about</h2><div class='wide'><table><thead><tr><th scope='col' class='n'>learners</th>"
        "<th scope='col'>exercise</th><th scope='col'>what they were told</th><th scope='col'>who</th></tr></thead><tbody>"
        + "".join(lines)
        + "</tbody></table></div>"
    )


def _students(course: Course, submissions: Sequence[Submission], rows: Sequence[dict[str, Any]]) -> str:
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
            _name(failed)
            if r["state"] == "graded"
            else f'<span class="bad">{_text(r["state"])}:</span> {_text(r["message"])}'
        )
        waiting = f"{r['by_hand']} answer{'s' if r['by_hand'] > 1 else ''}" if r["by_hand"] else ""
        lines.append(
            f'<tr><th scope="row"><a href="{_text(feedback.as_posix())}">{_name(r["student"])}</a></th>'
            f'<td class="n">{r["points"] + r["hand"]:g} of {r["max"]:g}</td><td class="n dim">{waiting}</td>'
            f'<td class="dim said">{said}</td></tr>'
        )
    return (
        "<h2>Learners</h2><p class='dim'>Names lead to feedback once <code>nbgrader generate_feedback</code> has made it.</p>"
        "<div class='wide'><table><thead><tr><th scope='col'>learner</th><th scope='col' class='n'>points</th>"
        "<th scope='col' class='n'>to grade by hand</th><th scope='col'>not passed</th></tr></thead><tbody>"
        + "".join(lines)
        + "</tbody></table></div>"
    )


def _absent(students: Sequence[str]) -> str:
    if not students:
        return ""
    return f"<h2>Handed in nothing</h2><p>{', '.join(map(_name, students))}</p>"


def _text(text: object) -> str:
    return html.escape(str(text))


def _name(text: str) -> str:
    """As _text, for names with underscores: a narrow column may break them there."""
    return _text(text).replace("_", "_<wbr>")
