"""Explorers under a learner's hands: keys move the slider, the picture follows and never blinks."""

import pytest

from decodelab import explorers

from .lab import Lab

PICTURE = "img[alt]"

# Looks at the picture in every frame the browser draws and notes those in which it is not there.
WATCH = """output => {
    window.blinks = window.frames_seen = 0;
    window.watched = output;
    const look = () => {
        if (window.watched !== output) return;
        const picture = output.querySelector('img[alt]');
        window.frames_seen += 1;
        if (!picture || !picture.complete || !picture.naturalWidth) window.blinks += 1;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


@pytest.fixture(scope="module")
def page(window, server, notebook):
    """A notebook with every explorer, run."""
    with window.new_page() as page:
        lab = Lab(page, server)
        lab.open(
            notebook(*[f"from decodelab.explorers import {name}\n{name}()" for name in explorers.__all__])
        )
        assert {cell.error for cell in lab.run_all()} == {None}
        yield page
        assert not lab.complaints
    server.shut_kernels_down()


@pytest.fixture
def output_of(page):
    def find(name):
        page.evaluate(
            "number => window.panel.content.scrollToItem(number, 'start')", explorers.__all__.index(name)
        )
        output = (
            page.locator(".jp-CodeCell", has_text=f"import {name}").locator(".jp-OutputArea-output").first
        )
        output.locator(PICTURE).wait_for()
        return output

    return find


@pytest.mark.parametrize("name", explorers.__all__)
def test_keys_on_a_slider_change_the_picture_without_a_blink(page, output_of, name):
    output = output_of(name)
    picture = output.locator(PICTURE)
    before = picture.get_attribute("src")
    output.evaluate(WATCH)
    output.get_by_role("slider").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    page.wait_for_function("before => window.watched.querySelector('img[alt]').src !== before", arg=before)
    page.wait_for_function("() => window.frames_seen > 20")
    assert page.evaluate("() => window.blinks") == 0
    assert len(picture.get_attribute("alt").split()) >= 4


@pytest.mark.parametrize("name", explorers.__all__)
def test_every_control_has_a_name_and_no_serious_accessibility_finding(page, output_of, name):
    from axe_playwright_python.sync_playwright import Axe

    output_of(name).evaluate("(output, name) => { output.id = `explorer-${name}`; }", name)
    found = [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in Axe().run(page, context=f"#explorer-{name}").response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
    assert not found


def test_a_slider_says_what_is_chosen_not_its_number(page, output_of):
    slider = output_of("CostExplorer").get_by_role("slider", name="tokens so far, n")
    slider.focus()
    for key, said in (("End", "8\u202f192"), ("ArrowLeft", "4\u202f096"), ("Home", "64")):
        page.keyboard.press(key)
        assert slider.get_attribute("aria-valuetext") == said


def test_the_decode_stepper_plays_to_the_last_step_and_stops(page, output_of):
    output = output_of("DecodeStepper")
    output.get_by_role("slider", name="step").focus()
    for key in ("End", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    play = output.get_by_role("button", name="play: step")
    play.focus()
    page.keyboard.press("Space")
    output.locator("img[alt^='After 10 steps']").wait_for()
    output.get_by_role("button", name="play: step").wait_for()


def test_growth_is_revealed_by_the_keyboard_alone(page, output_of):
    output = output_of("GrowthGuesser")
    output.get_by_role("checkbox", name="reveal the counts").focus()
    page.keyboard.press("Space")
    output.locator("img[alt^='Counted, it is']").wait_for()


@pytest.mark.parametrize(
    "name, option",
    [("MaskExplorer", "no mask at all"), ("LatencyExplorer", "Llama 2 7B"), ("GrowthGuesser", "quadratic")],
)
def test_a_choice_is_made_by_the_keyboard_alone(page, output_of, name, option):
    option = output_of(name).get_by_role("radio", name=option)
    option.focus()
    page.keyboard.press("Space")
    assert option.is_checked()


def test_a_tick_box_is_ticked_by_the_keyboard_alone(page, output_of):
    box = output_of("CostExplorer").locator("input[type=checkbox]")
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('img[alt*=\"more than the last\"]')")


def test_no_control_is_a_list_whose_arrow_keys_jupyterlab_takes(page, output_of):
    for name in explorers.__all__:
        assert output_of(name).locator("select").count() == 0, name


def test_explorers_fit_a_narrow_window(page, output_of):
    page.set_viewport_size({"width": 560, "height": 900})
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    for name in explorers.__all__:
        output_of(name).evaluate(WATCH)
        page.wait_for_function("""() => {
            const picture = window.watched.querySelector('img[alt]').getBoundingClientRect();
            const notebook = document.querySelector('.jp-Notebook').getBoundingClientRect();
            return picture.width > 200 && picture.right <= notebook.right;
        }""")
