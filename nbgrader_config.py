"""nbgrader's settings for this course: run its commands, and JupyterLab, from this folder."""

import os
import secrets

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"

# nbgrader's exchange: the course's name in it, and its folder, if that is not nbgrader's own
c.CourseDirectory.course_id = os.environ.get("COURSE_ID", "cost_of_a_token")
if "NBGRADER_EXCHANGE" in os.environ:
    c.Exchange.root = os.environ["NBGRADER_EXCHANGE"]

c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.ClearSolutions.text_stub = "*Your answer here.*"

# Stock `nbgrader autograde`, hardened as far as settings go. It still runs a learner's code in your
# account, next to the hidden tests: `python -m autograder grade` is the one with walls.
c.Execute.timeout = 60  # seconds a cell
c.Execute.kernel_name = "python3"  # whatever the submission asks for
c.Execute.skip_cells_with_tag = secrets.token_hex(16)  # "skip-execution" on a test cell would mean full marks
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.Execute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.grading.number_or_fail.NumberOrFail",  # "nothing, a number of points, or an error"
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Errors carried forward: what fails only because an earlier exercise of the lesson is wrong has its points,
# marked as such. c.Judge.errors_carried_forward = True

# Feedback says exercises by name, sets formulas, and loads nothing from elsewhere.
c.GenerateFeedback.exporter_class = "autograder.grading.feedback.LearnersPage"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "autograder.grading.feedback.ForLearners",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
