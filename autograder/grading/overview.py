"""Sections of the class's report that need more than one learner, test or lesson: who passed what, failures
without a name, what changed, and how it went from lesson to lesson. HTML, made of what report.row says."""

import textwrap
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from autograder.grading import trends
from autograder.grading.kept import Submission
from autograder.grading.learners_code import Answer, Sources, alike, cell_of
from autograder.grading.markup import breakable, code, escaped, folded, people, table
from autograder.grading.result import Verdict
from autograder.grading.unnamed import Group, groups, page_of, stub
from autograder.lessons import CHECKS

MARKS = {
    "pass": ("✓", "passed"),
    "carried": ("↻", "passes with right answers in place of earlier wrong ones: points carried forward"),
    "fail": ("✗", "failed"),
    "unwritten": ("·", "not written"),
    "timeout": ("⧖", "took too long"),
    "crash": ("⚡", "crashed"),
    "tampered": ("!", "tampered with"),
    "needs a human": ("?", "a person has to look"),
    "ungraded": ("–", "not graded, the test is at fault"),
}
"""What stands in the table for how a test ended: a mark, and its words."""


def moment(iso: str) -> str:
    """A time of the history's for people."""
    return datetime.fromisoformat(iso).strftime("%-d %b %Y, %H:%M UTC")


def _mark(verdict: Verdict) -> str:
    unwritten = verdict.state == "fail" and (
        f"{verdict.exercise}: not written yet" in verdict.message or verdict.check == "defined"
    )
    return "unwritten" if unwritten else verdict.state


def who_passed_what(
    tests: Sequence[str], rows: Sequence[Mapping[str, Any]], anchors: Mapping[tuple[str, str], str]
) -> str:
    """Learners × tests, the best first. anchors: {(student, test): where in the page more is said of it}."""
    judged = [r for r in rows if r["state"] == "graded"]
    if not judged:
        return ""
    lines, met = [], set()
    for r in sorted(judged, key=lambda r: (-r["points"], r["student"])):
        cells = []
        for test in tests:
            verdict = r["tests"].get(test)
            if verdict is None:
                cells.append("<td></td>")
                continue
            kind = _mark(verdict)
            met.add(kind)
            sign, words = MARKS[kind]
            shown = f'<span aria-hidden="true">{sign}</span><span class="unseen">{words}</span>'
            if anchor := anchors.get((r["student"], test)):
                shown = f'<a href="#{anchor}">{shown}</a>'
            cells.append(f'<td class="mark {kind.replace(" ", "-")}">{shown}</td>')
        lines.append(
            f'<tr><th scope="row">{breakable(r["student"])}</th><td '
            f'class="n">{r["points"]:g}</td>{"".join(cells)}</tr>'
        )
    legend = ", ".join(
        f'<span class="mark {kind.replace(" ", "-")}">{sign}</span> {words}'
        for kind, (sign, words) in MARKS.items()
        if kind in met
    )
    heads = [("learner", ""), ("points", "n"), *((test.removeprefix("test_"), "upright") for test in tests)]
    return (
        f"<h2>Who passed what</h2><p class='dim'>{legend}. A mark that is a link leads to what is known of "
        "the mistake.</p>" + table(heads, lines, "marks")
    )


def failures_without_a_name(rows: Sequence[Mapping[str, Any]]) -> list[Group]:
    """Groups of failures that no misconception explains."""
    return groups((r["student"], test, v) for r in rows for test, v in r["tests"].items() if v)


def unclear(rows: Sequence[Mapping[str, Any]]) -> int:
    """How many written answers failed without a name and without results that could be compared."""
    verdicts = [v for r in rows if r["state"] == "graded" for v in r["tests"].values() if v]
    return sum(_mark(v) == "fail" and not v.misconception and not v.gave for v in verdicts)


Ideas = dict[tuple[str, str], list[tuple[str, str, Verdict]]]
"""{(exercise, misconception): [(student, test, verdict)]}"""


def ideas(rows: Sequence[Mapping[str, Any]]) -> Ideas:
    """Which wrong ideas the class has, and who has them; those that most have come first."""
    held: Ideas = {}
    for r in rows:
        for test, verdict in r["tests"].items():
            if verdict and verdict.misconception:
                held.setdefault((verdict.exercise, verdict.misconception), []).append(
                    (r["student"], test, verdict)
                )
    return dict(sorted(held.items(), key=lambda item: -len(item[1])))


def with_a_name(held: Ideas, by_student: Mapping[str, Submission], sources: Sources) -> str:
    """Each idea: what they were told, who they are, and their code."""
    if not held:
        return ""
    sentences = {(name, m.id): m.sentence for name, check in CHECKS.items() for m in check.misconceptions}
    lines = []
    for number, ((exercise, misconception), holders) in enumerate(held.items(), 1):
        students = list(dict.fromkeys(student for student, _, _ in holders))
        told = sentences.get((exercise, misconception)) or holders[0][2].message.removeprefix(f"{exercise}: ")
        theirs = answers_of([(s, test) for s, test, _ in holders], exercise, by_student, sources)
        lines.append(
            f'<tr id="m{number}"><td class="n">{len(students)}</td><th scope="row">{breakable(exercise)}</th>'
            f'<td class="said">{escaped(textwrap.shorten(told, 300, placeholder=" …"))}'
            f'<div><code class="dim">{breakable(misconception)}</code></div>{their_code(theirs)}</td>'
            f'<td class="dim said">{people(students)}</td></tr>'
        )
    heads = [("learners", "n"), ("exercise", ""), ("what they were told", ""), ("who", "")]
    return "<h2>Misconceptions to talk about</h2>" + table(heads, lines)


def anchors(held: Ideas, unnamed: Sequence[Group]) -> dict[tuple[str, str], str]:
    """{(student, test): where in the page its mistake is spoken of}."""
    found = {(s, test): f"m{n}" for n, holders in enumerate(held.values(), 1) for s, test, _ in holders}
    return found | {holder: f"u{n}" for n, group in enumerate(unnamed, 1) for holder in group.holders}


def answers_of(
    holders: Sequence[tuple[str, str]], exercise: str, by_student: Mapping[str, Submission], sources: Sources
) -> list[Answer]:
    """What those wrote who hold a wrong idea, [(student, test)], each text once, the shortest first."""
    pairs = []
    for student, test in holders:
        cell = cell_of(by_student[student], test, exercise)
        pairs.append((student, sources.get(student, {}).get(cell, "")))
    return alike(pairs)


def their_code(answers: Sequence[Answer]) -> str:
    """Something to open: the code, and whose it is."""
    if not answers:
        return ""
    shown = "".join(
        f'<p class="dim">{people(answer.students)}</p>{code(answer.source)}' for answer in answers
    )
    return folded(f"their code ({len(answers)})" if len(answers) > 1 else "the code", shown)


def without_a_name(
    found: Sequence[Group], by_student: Mapping[str, Submission], sources: Sources, unclear: int
) -> str:
    """The groups, the shortest answer of each and a stub for it. unclear: failures that gave nothing to
    compare."""
    if not found:
        return ""
    parts = []
    alone = [group for group in found if len(group.holders) == 1]
    for number, group in enumerate(found, 1):
        if len(group.holders) > 1:
            parts.append(_group(number, group, by_student, sources))
    single = "".join(
        _group(number, group, by_student, sources)
        for number, group in enumerate(found, 1)
        if len(group.holders) == 1
    )
    if alone:
        parts.append(folded(f"{len(alone)} more, each of which gives something of its own", single))
    return (
        "<h2>Mistakes without a name</h2><p class='dim'>Failed answers that no misconception of the course "
        "explains. Those that give the same numbers on the same inputs are one group: whoever is in it "
        "made the same mistake, however it is written. Find out what it is, and the next learner is told: "
        "paste the stub into the exercise's page, say in one sentence what the answer does, and ask the "
        "question that leads to its cause (docs/contributors.md, <em>Add a "
        f"misconception</em>).{_unclear(unclear)}</p>" + "".join(parts)
    )


def _unclear(number: int) -> str:
    if not number:
        return ""
    return (
        f" {number} more failed before they gave anything that could be compared, or for a "
        "reason other than numbers."
    )


def _group(number: int, group: Group, by_student: Mapping[str, Submission], sources: Sources) -> str:
    answers = answers_of(group.holders, group.exercise, by_student, sources)
    students = list(dict.fromkeys(student for student, _ in group.holders))
    many = "1 learner" if len(students) == 1 else f"{len(students)} learners"
    shortest = code(answers[0].source) if answers else ""
    pasted = ""
    if answers and (page := page_of(group.exercise)):
        pasted = folded(f"a stub for {escaped(page)}", code(stub(group.exercise, answers[0].source)))
    others = their_code(answers[1:]) if len(answers) > 1 else ""
    return (
        f'<section id="u{number}"><h3>{breakable(group.exercise)}, at “{escaped(group.check)}”: {many}</h3>'
        f'<p class="dim">{people(students)}</p><p class="told">{escaped(group.message[:600])}</p>'
        f"{'<p>The shortest answer:</p>' if len(answers) > 1 else ''}{shortest}{pasted}{others}</section>"
    )


def what_changed(submissions: Sequence[Submission]) -> str:
    """Points that are others since this run, and why, of what the history was told."""
    lines = []
    for submission in submissions:
        entry = submission.entry
        if entry and entry["changed"]:
            said = "; ".join(
                f"{cell}: {_points(before)} → {_points(now)}"
                for cell, (before, now) in entry["changed"].items()
            )
            lines.append(
                f'<tr><th scope="row">{breakable(submission.student)}</th><td '
                f'class="said">{breakable(said)}</td><td class="dim '
                f'said">{escaped("; ".join(entry["why"]))}</td></tr>'
            )
    if not lines:
        return ""
    return (
        "<h2>What changed in this run</h2><p class='dim'>All judgements stand in history.jsonl, beside the "
        "gradebook.</p>" + table([("learner", ""), ("points", ""), ("why", "")], lines)
    )


def _points(points: float | None) -> str:
    return "for a person" if points is None else f"{points:g}"


def over_the_lessons(lessons: Sequence[Mapping[str, Any]], here: str) -> str:
    """Points and misconceptions from lesson to lesson, once there is more than one."""
    if len(lessons) < 2:
        return ""
    lines = []
    for numbers in lessons:
        most = list(numbers["misconceptions"].items())[:3]
        said = ", ".join(f"{id} ({count})" for id, count in most)
        lesson = breakable(numbers["lesson"])
        lesson = f"<strong>{lesson}</strong>" if numbers["lesson"] == here else lesson
        lines.append(
            f'<tr><th scope="row">{lesson}</th><td class="n">{numbers["learners"]}</td><td '
            f'class="n">{100 * numbers["share"]:.0f} %</td><td class="bars">{bar(numbers["share"])}</td><td '
            f'class="n">{100 * numbers["passed"]:.0f} %</td><td class="dim said">{breakable(said)}</td></tr>'
        )
    heads = [
        ("lesson", ""),
        ("learners", "n"),
        ("points on average", "n"),
        ("", ""),
        ("tests passed", "n"),
        ("met most", ""),
    ]
    back = [
        f'<tr><th scope="row">{breakable(id)}</th><td class="said">'
        f"{breakable(', '.join(f'{lesson}: {count}' for lesson, count in where.items()))}</td></tr>"
        for id, where in list(trends.coming_back(lessons).items())[:10]
    ]
    again = (
        "<h3>What comes back</h3>" + table([("misconception", ""), ("learners in each lesson", "")], back)
        if back
        else ""
    )
    return (
        "<h2>From lesson to lesson</h2><p class='dim'>As of each lesson's last report.</p>"
        + table(heads, lines)
        + again
    )


def bar(share: float) -> str:
    """A share as a bar; its number stands beside it."""
    return (
        f'<span class="bar full" style="width: {6 * share:.2f}rem"></span>'
        f'<span class="bar rest" style="width: {6 * (1 - share):.2f}rem"></span>'
    )
