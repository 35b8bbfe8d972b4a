"""What a learner sees when an answer is wrong, and when it is right."""

NO_MASK = """
import numpy as np
from autograder import check

def causal_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ V

check.causal_attention(causal_attention)
"""

RIGHT = """
import numpy as np
from autograder import check

def causal_mask(n):
    return np.tri(n, dtype=bool)

check.causal_mask(causal_mask)
"""


def test_a_wrong_answer_shows_its_message_and_its_picture_and_no_traceback_of_ours(lab, notebook):
    lab.open(notebook(NO_MASK))
    (cell,) = lab.run_all()
    assert cell.error == "CheckFailed"
    seen = lab.page.locator(".jp-Notebook .jp-OutputArea").inner_text()
    assert "causal_attention" in seen and "?" in seen
    assert "autograder/" not in seen and "Traceback" not in seen
    picture = lab.page.locator(".jp-OutputArea svg[role=img]:visible")
    assert picture.count() == 1
    assert len(picture.get_attribute("aria-label").split()) >= 4, (
        "the picture has no words for those who can't see it"
    )


def test_a_right_answer_is_told_what_holds(lab, notebook):
    lab.open(notebook(RIGHT))
    (cell,) = lab.run_all()
    assert cell.error is None
    assert "causal_mask" in cell.text


def test_a_picture_takes_ink_and_paper_from_the_theme(lab, notebook):
    lab.open(notebook(NO_MASK))
    lab.run_all()
    picture = lab.page.locator(".jp-OutputArea svg[role=img]:visible")

    def ink():
        return picture.locator("text").first.evaluate("text => getComputedStyle(text).fill")

    light = ink()
    for theme, wanted in (("JupyterLab Dark", "rgb(255, 255, 255)"), ("JupyterLab Light", light)):
        lab.ask(
            "changing the theme",
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})",
            theme,
        )
        lab.page.wait_for_function(
            "wanted => getComputedStyle(document.querySelector('.decodelab-picture text')).fill === wanted",
            arg=wanted,
        )
    assert picture.evaluate("one => getComputedStyle(one).backgroundColor") == "rgba(0, 0, 0, 0)"
