"""What an instructor reads after grading: grades.csv, and report.html on the class. Both stand alone."""

import csv
import html
import io
import os
from collections import Counter, defaultdict
from pathlib import Path

from autograder import misconceptions
from autograder.grading.autograded import replace

BLUE, ORANGE, GREY, INK = "#0072B2", "#D55E00", "#999999", "#222222"


def row(submission):
    """What there is to say about one submission, a dict.

    state      "graded", "ungraded" (grading failed), or why the notebook could not be read
    points     given by the judge, of `automatic`; `hand` those given by a human; `by_hand` answers still waiting
    """
    lesson, result = submission.lesson, submission.result
    state = result["state"] if result else "ungraded"
    tests = {cell.grade_id: cell for cell in lesson.tests}
    standing = submission.scores
    given = {name: points for name, (_, points) in standing.items() if points is not None}
    return {"student": submission.student, "state": state, "message": submission.failure or (result or {}).get("message", ""),
            "points": sum(given.get(name, 0.0) for name in tests), "automatic": sum(c.points for c in tests.values()),
            "hand": sum(points for name, points in given.items() if name not in tests),
            "by_hand": sum(points is None for _, points in standing.values()),
            "max": sum(cell.points for cell in lesson.cells),
            "tests": {name: (result["tests"][name] if result else None) for name in tests}}


def write(course, name, submissions):
    """Write reports/<lesson>/grades.csv and report.html; returns their paths."""
    folder = course.reports / name
    paths = [folder / "grades.csv", folder / "report.html"]
    replace(paths[0], grades(submissions))
    replace(paths[1], page(course, name, submissions))
    return [os.path.relpath(path) for path in paths]


def grades(submissions):
    """One line a submission, one column a test."""
    names = list(dict.fromkeys(c.grade_id for s in submissions for c in s.lesson.cells if c.role in ("test", "answer")))
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(["student", "notebook", "state", "points", "max_points", "waiting_for_hand_grading", *names])
    for submission in submissions:
        r = row(submission)
        points = {name: given for name, (_, given) in submission.scores.items()}
        lines.writerow([unformula(r["student"]), submission.lesson.notebook, r["state"],
                        "" if r["state"] == "ungraded" else f"{r['points'] + r['hand']:g}", f"{r['max']:g}", r["by_hand"],
                        *("" if points.get(n) is None else f"{points[n]:g}" for n in names)])
    return text.getvalue()


def unformula(text):
    """A cell that a spreadsheet will not take for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def page(course, name, submissions):
    """report.html: no script, nothing loaded from elsewhere."""
    rows = [row(s) for s in submissions]
    title = f"{name}: {len(rows)} submissions"
    sections = [_numbers(rows), _distribution(rows), _tests(submissions, rows), _misconceptions(rows), _students(course, submissions, rows)]
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(title)}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; color: {INK}; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }}
caption {{ text-align: left; font-weight: 600; padding: .5rem 0; }}
th, td {{ text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; }}
td.n, th.n {{ text-align: right; font-variant-numeric: tabular-nums; }}
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


def _numbers(rows):
    states = Counter(r["state"] for r in rows)
    unread = len(rows) - states["graded"] - states["ungraded"]
    full = sum(r["state"] == "graded" and r["points"] == r["automatic"] for r in rows)
    said = [f"{len(rows)} submissions, {states['graded']} graded, {full} of them with every automatic point."]
    if unread:
        said.append(f"{unread} could not be read and have 0 points; the table at the end says why.")
    if waiting := sum(r["by_hand"] > 0 for r in rows):
        said.append(f"{waiting} wait for points given by hand.")
    if states["ungraded"]:
        said.append(f'<span class="bad">{states["ungraded"]} not graded, by no fault of the learners: run the command again.</span>')
    return f"<p>{' '.join(said)}</p>"


def _distribution(rows):
    """Histogram of automatic points, ten bins."""
    graded = [r for r in rows if r["state"] == "graded" and r["automatic"]]
    if not graded:
        return ""
    most = max(r["automatic"] for r in graded)
    bins = Counter(min(int(10 * r["points"] / most), 9) for r in graded)
    tallest, bars, width, height = max(bins.values()), [], 56, 120
    for index in range(10):
        count = bins[index]
        h = round(height * count / tallest)
        bars.append(f'<rect x="{index * width + 4}" y="{height - h + 18}" width="{width - 8}" height="{h}" fill="{BLUE}"/>'
                    + (f'<text x="{index * width + width / 2}" y="{height - h + 13}" text-anchor="middle">{count}</text>' if count else "")
                    + f'<text x="{index * width}" y="{height + 34}" text-anchor="middle">{most * index / 10:g}</text>')
    mean = sum(r["points"] for r in graded) / len(graded)
    said = f"Automatic points: {mean:.3g} of {most:g} on average"
    return (f'<h2>{said}</h2><svg role="img" aria-label="Histogram. {said}." viewBox="-12 0 {10 * width + 40} {height + 40}" '
            f'style="max-width: 40rem">{"".join(bars)}<text x="{10 * width}" y="{height + 34}" text-anchor="middle">{most:g}</text>'
            f'<line x1="0" x2="{10 * width}" y1="{height + 18.5}" y2="{height + 18.5}" stroke="{INK}"/></svg>')


def _tests(submissions, rows):
    """Which tests fail, and at which check."""
    order = list(dict.fromkeys(cell.grade_id for s in submissions for cell in s.lesson.tests))
    judged = [r for r in rows if r["state"] == "graded"]
    lines = []
    for name in order:
        verdicts = [r["tests"][name] for r in judged if r["tests"].get(name)]
        states = Counter(v["state"] for v in verdicts)
        checks = Counter(v["check"] for v in verdicts if v["state"] == "fail" and v["check"])
        share = states["pass"] / len(verdicts) if verdicts else 0
        others = [f"{count} {state}" for state, count in states.items() if state not in ("pass", "fail")]
        lines.append(f'<tr><th scope="row">{_text(name)}</th><td class="n">{states["pass"]} of {len(verdicts)}</td>'
                     f'<td><span class="bar" style="width: {6 * share:.2f}rem; background: {BLUE}"></span>'
                     f'<span class="bar" style="width: {6 * (1 - share):.2f}rem; background: #ddd"></span></td>'
                     f'<td>{_text(", ".join([f"{count} at “{check}”" for check, count in checks.most_common()] + others))}</td></tr>')
    return ("<h2>What passes and what doesn't</h2><table><thead><tr><th scope='col'>test</th><th scope='col' class='n'>pass</th>"
            "<th scope='col'>share</th><th scope='col'>fails at</th></tr></thead><tbody>" + "".join(lines) + "</tbody></table>")


def _misconceptions(rows):
    """Which wrong ideas the class has, and who."""
    held = defaultdict(list)
    for r in rows:
        for verdict in r["tests"].values():
            if verdict and verdict["misconception"]:
                held[verdict["exercise"], verdict["misconception"]].append(r["student"])
    if not held:
        return ""
    sentences = {(m.exercise, m.id): m.sentence for m in misconceptions.ALL}
    lines = []
    for (exercise, misconception), students in sorted(held.items(), key=lambda item: -len(item[1])):
        sentence = sentences.get((exercise, misconception), misconception.replace("_", " "))
        who = ", ".join(students[:12]) + (f" and {len(students) - 12} more" if len(students) > 12 else "")
        lines.append(f'<tr><td class="n">{len(students)}</td><td>{_text(exercise)}</td><td>{_text(sentence)}</td>'
                     f'<td class="dim">{_text(who)}</td></tr>')
    return ("<h2>Misconceptions to talk about</h2><table><thead><tr><th scope='col' class='n'>learners</th><th scope='col'>exercise</th>"
            "<th scope='col'>what they were told</th><th scope='col'>who</th></tr></thead><tbody>" + "".join(lines) + "</tbody></table>")


def _students(course, submissions, rows):
    lines = []
    for submission, r in zip(submissions, rows):
        failed = [f"{name} ({v['state'] if v['state'] != 'fail' else v['check'] or 'fail'})"
                  for name, v in r["tests"].items() if v and v["state"] != "pass"] if r["state"] == "graded" else []
        feedback = Path("..", "..", "feedback", r["student"], submission.lesson.name, f"{submission.lesson.notebook}.html")
        shown = _text(r["state"]) if r["state"] == "graded" else f'<span class="bad">{_text(r["state"])}</span>'
        said = ", ".join(failed) if r["state"] == "graded" else r["message"]
        waiting = f' <span class="dim">+ {r["by_hand"]} by hand</span>' if r["by_hand"] else ""
        lines.append(f'<tr><th scope="row"><a href="{_text(feedback.as_posix())}">{_text(r["student"])}</a></th><td>{shown}</td>'
                     f'<td class="n">{r["points"] + r["hand"]:g} / {r["max"]:g}{waiting}</td><td class="dim">{_text(said)}</td></tr>')
    return ("<h2>Learners</h2><p class='dim'>Names lead to feedback once <code>nbgrader generate_feedback</code> has made it.</p>"
            "<table><thead><tr><th scope='col'>learner</th><th scope='col'>state</th><th scope='col' class='n'>points</th>"
            "<th scope='col'>not passed</th></tr></thead><tbody>" + "".join(lines) + "</tbody></table>")


def _text(text):
    return html.escape(str(text))
