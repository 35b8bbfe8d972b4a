"""For stock `nbgrader autograde`: a test cell ends in an error, in nothing, or in a number of points.

nbgrader gives full marks for any other last expression (a string, NaN, a numpy scalar, -1) and none
for a warning on stderr; the first result printed wins over a later error. This preprocessor stands
between execution and scoring and leaves only what a test cell may say.
"""

import math
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor


class NumberOrFail(NbGraderPreprocessor):
    """Keeps of each test cell's outputs: its error; or else its number of points; or else its prints."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        if utils.is_grade(cell) and not utils.is_solution(cell) and cell.cell_type == "code":
            cell.outputs = judged(cell.outputs, float(cell.metadata.nbgrader["points"]), cell.execution_count)
        return cell, resources


def judged(outputs: list[NotebookNode], max_points: float, execution_count: int | None) -> list[NotebookNode]:
    """The outputs of a test cell as they may reach the gradebook, a list."""
    errors = [o for o in outputs if o.output_type == "error"]
    results = [o for o in outputs if o.output_type == "execute_result"]
    prints = [o for o in outputs if o.output_type == "stream" and o.name == "stdout"]
    pictures = [o for o in outputs if o.output_type == "display_data"]
    if not errors and execution_count is None:
        errors = [_error("This test did not run.")]
    if not errors and len(results) > 1 or any(_points(r, max_points) is None for r in results):
        errors = errors or [
            _error(f"This test has to end in a number of points from 0 to {max_points:g}, or in nothing.")
        ]
    return prints + pictures + (errors or results)


def _points(result: NotebookNode, max_points: float) -> float | None:
    """The number that a result stands for, or None: exactly what `float` writes, from 0 to max_points."""
    text = result.get("data", {}).get("text/plain")
    if not isinstance(
        text, str
    ):  # an object can send a list for its text, and nbgrader gives full marks for two items
        return None
    try:
        points = float(text)
    except ValueError:
        return None
    return (
        points
        if text in (repr(points), str(int(points)) if math.isfinite(points) else "")
        and 0 <= points <= max_points
        else None
    )


def _error(message: str) -> NotebookNode:
    return new_output("error", ename="NotANumber", evalue=message, traceback=[message])
