"""Counting what a learner's objects do, and failing with what a verdict finds wrong with it."""

from autograder.kit.driving import drive
from autograder.kit.exercise import call, fail, note
from decodelab.meter import SourceUnavailable


def costs_no_more(judge, driver, *objects):
    """Count what the learner's objects do, and fail with what `judge` finds wrong with it. Returns the
    counts."""
    data = call(count, driver, *objects, shown="counting what your code does")
    report = judge(data)
    if report.finding:
        fail(
            str(report.finding),
            misconception=report.finding.id,
            diagnosable=False,
            needs_human=report.finding.outcome == "inconclusive",
        )
    for sentence in report.notes:
        note(sentence)
    return data


def count(driver, *objects):
    try:
        return drive(driver, *objects)
    except SourceUnavailable as error:
        fail(str(error), diagnosable=False)
