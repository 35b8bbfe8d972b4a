"""Explorers under a learner's hands: keys move the slider, the picture follows and never blinks."""
import pytest

from decodelab import explorers

# A control of each explorer: its number among the page's focusable ones, and the key that moves it.
SLIDER = ".widget-slider .noUi-handle"
HANDS = {"MaskExplorer": (SLIDER, "ArrowRight"), "DecodeStepper": (SLIDER, "ArrowRight"),
         "CostExplorer": (SLIDER, "ArrowLeft"), "LatencyExplorer": (SLIDER, "ArrowRight"),
         "GrowthGuesser": (SLIDER, "ArrowRight")}

PICTURE = ".jupyter-widgets img[alt]"

# Looks at the picture in every frame the browser draws and notes those in which it is not there.
WATCH = """() => {
    window.blinks = 0;
    window.frames_seen = 0;
    const look = () => {
        const picture = document.querySelector('%s');
        window.frames_seen += 1;
        if (!picture || !picture.complete || !picture.naturalWidth) window.blinks += 1;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}""" % PICTURE


def test_every_explorer_is_tried_here():
    assert set(HANDS) == set(explorers.__all__)


@pytest.mark.parametrize("name", explorers.__all__)
def test_a_key_on_its_slider_changes_the_picture_without_a_blink(lab, notebook, name):
    lab.open(notebook(f"from decodelab.explorers import {name}\n{name}()"))
    assert [cell.error for cell in lab.run_all()] == [None]
    picture = lab.page.locator(PICTURE)
    picture.wait_for()
    before = picture.get_attribute("src")
    lab.page.evaluate(WATCH)
    control, key = HANDS[name]
    lab.page.locator(control).first.focus()
    for _ in range(3):
        lab.page.keyboard.press(key)
    lab.page.wait_for_function("([selector, before]) => document.querySelector(selector).src !== before",
                               arg=[PICTURE, before])
    lab.page.wait_for_function("() => window.frames_seen > 20")
    assert lab.page.evaluate("() => window.blinks") == 0
    assert len(picture.get_attribute("alt").split()) >= 4
    assert not lab.complaints


def test_an_explorer_fits_a_narrow_window(lab, notebook):
    lab.open(notebook("from decodelab.explorers import *\nMaskExplorer()"))
    lab.run_all()
    lab.page.locator(PICTURE).wait_for()
    lab.page.set_viewport_size({"width": 560, "height": 900})
    lab.page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    lab.page.wait_for_function("""selector => {
        const picture = document.querySelector(selector).getBoundingClientRect();
        const notebook = document.querySelector('.jp-Notebook').getBoundingClientRect();
        return picture.width > 200 && picture.right <= notebook.right;
    }""", arg=PICTURE)


def test_growth_is_revealed_by_the_keyboard_alone(lab, notebook):
    lab.open(notebook("from decodelab.explorers import GrowthGuesser\nGrowthGuesser()"))
    lab.run_all()
    button = lab.page.get_by_role("button", name="Reveal the counts")
    button.focus()
    lab.page.keyboard.press("Space")
    lab.page.wait_for_function("selector => document.querySelector(selector).alt.startsWith('Counted, it is')", arg=PICTURE)
