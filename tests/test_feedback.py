"""What a learner gets back: names, points that are still to come, formulas, and nothing that runs, loads or
leads nowhere."""

import html.parser
import re
from pathlib import Path

import nbformat
import pytest
from traitlets.config import PyFileConfigLoader
from traitlets.utils.importstring import import_item

from autograder.grading.feedback import ForLearners, LearnersPage, readable
from tests.grading_course import LESSON, NOTEBOOK, cell, solved, submit
from tests.test_grading_book import (  # noqa: F401, the fixtures among them
    course,
    grade,
    gradebook,
    judge,
    laid_out,
)

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "text, shown",
    [
        ("see [lesson 02](../02_kv_cache/kv_cache.ipynb)", "see lesson 02"),
        ("[a](javascript:alert(1)) and ![b](attachment:b.png)", "a) and b"),
        ("[paper](https://arxiv.org/abs/1706.03762)", "[paper](https://arxiv.org/abs/1706.03762)"),
        ("`[a](b)` and `$x$`", "`[a](b)` and `$x$`"),
        ("```\n$x$ [a](b)\n```", "```\n$x$ [a](b)\n```"),
        ("it costs $5 and $6", "it costs $5 and $6"),
        (r"$\href{javascript:alert(1)}{x}$", r"$\href{javascript:alert(1)}{x}$"),
        ("$" + "x" * 1001 + "$", "$" + "x" * 1001 + "$"),
    ],
)
def test_links_to_neighbours_become_words_and_what_is_no_formula_stays(text, shown):
    assert readable(text) == shown


def test_formulas_are_set_and_what_stands_in_them_is_text():
    assert readable("in $d_k$ steps").startswith("in <math") and "$" not in readable("in $d_k$ steps")
    assert 'display="block"' in readable("$$\\frac{a}{b}$$")
    hostile = readable(r"$\text{<script>alert(1)</script>}$")
    assert "<script" not in hostile and "&lt;script" in hostile
    assert "&lt;" in readable("if $j < i$ then") and "<mi>i</mi>" in readable("if $j < i$ then")


def test_every_formula_of_every_lesson_can_be_set():
    left = []
    for path in sorted(ROOT.glob("course/*/*.ipynb")):
        for one in nbformat.read(path, as_version=4).cells:
            if one.cell_type == "markdown" and "$" in re.sub(
                r"```.*?```|`[^`\n]*`", "", readable(one.source), flags=re.DOTALL
            ):
                left.append(f"{path.stem}: {one.source[:80]}")
    assert not left


class Page(html.parser.HTMLParser):
    """What stands in a page, and where it leads."""

    def __init__(self, text):
        super().__init__()
        self.text, self.ids, self.links = "", set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        assert tag not in ("script", "link", "iframe", "object", "form")
        for name, value in attributes:
            assert not name.startswith("on") and not (name == "src" and not value.startswith("data:image/"))
            self.ids |= {value} if name == "id" else set()
            self.links += [value] if name == "href" else []

    def handle_data(self, data):
        self.text += f" {data}"


@pytest.mark.slow
def test_a_learner_reads_names_points_that_are_still_to_come_and_comments(course, judge):  # noqa: F811
    judge["points"] = lambda cells: {"test_softmax": 0.0}
    path = submit(course.root, "ann", solved(why="Because $x_5$ is [not](../x.ipynb) there."))
    grade(course)
    with gradebook(course) as book:
        comment = book.find_comment("why", NOTEBOOK, LESSON, "ann")
        comment.manual_comment = "<script>alert(1)</script> Which axis?"
        book.db.commit()
    notebook = nbformat.read(path, as_version=4)
    failed = cell(notebook, "test_softmax")
    failed.outputs = [
        nbformat.v4.new_output("error", ename="fail", evalue="", traceback=["softmax: <b>off</b>"])
    ]
    url = f"sqlite:///{course.root / 'gradebook.db'}"
    where = {"nbgrader": {"notebook": NOTEBOOK, "assignment": LESSON, "student": "ann", "db_url": url}}
    steps = LearnersPage()
    notebook, resources = ForLearners().preprocess(notebook, where)
    text, _ = steps.from_notebook_node(notebook, resources=resources)
    page = Page(text)
    words = " ".join(page.text.split())
    assert "Test cell" not in words and "causal_attention 5 of 5" in words and "attention_scores" not in words
    assert "Test of softmax not graded yet, of 3" in words, "its solution fails the stand-in, too"
    assert "2 answers wait for a person's points: up to 6 more can come" in words
    assert "Which axis?" in words and "softmax: <b>off</b>" in words
    assert "<math" in text and "../x.ipynb" not in text and "prefers-color-scheme: dark" in text
    assert all(link[1:] in page.ids for link in page.links if link.startswith("#")) and page.links
    assert all(link.startswith(("#", "https://")) for link in page.links)


def test_the_course_asks_nbgrader_for_it():
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    assert import_item(config.GenerateFeedback.exporter_class) is LearnersPage
    steps = [import_item(name) for name in config.GenerateFeedback.preprocessors]
    assert steps.index(ForLearners) == 1, "after GetGrades"
