"""Explorers under a learner's hands: keys move the slider, the picture follows and never blinks."""

import pytest

from decodelab import explorers

from .lab import Lab

PICTURE = ".decodelab-picture svg"

WITH_PICTURE = [name for name in explorers.__all__ if name != "MaskPainter"]  # whose table is its picture
DRAWN = "picture => picture.outerHTML"

# Looks at the picture in every frame the browser draws and notes those in which it is not there.
WATCH = """output => {
    window.blinks = window.frames_seen = 0;
    window.watched = output;
    const look = () => {
        if (window.watched !== output) return;
        const picture = output.querySelector('.decodelab-picture svg');
        window.frames_seen += 1;
        if (!picture || !picture.clientWidth) window.blinks += 1;
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
        output.locator(PICTURE if name in WITH_PICTURE else "table").first.wait_for()
        return output

    return find


@pytest.mark.parametrize("name", WITH_PICTURE)
def test_keys_on_a_slider_change_the_picture_without_a_blink(page, output_of, name):
    output = output_of(name)
    picture = output.locator(PICTURE)
    before = picture.evaluate(DRAWN)
    output.evaluate(WATCH)
    output.get_by_role("slider").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    page.wait_for_function(
        "before => window.watched.querySelector('.decodelab-picture svg').outerHTML !== before", arg=before
    )
    page.wait_for_function("() => window.frames_seen > 20")
    assert page.evaluate("() => window.blinks") == 0
    assert len(picture.get_attribute("aria-label").split()) >= 4


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
    output.locator("svg[aria-label^='Step 9 works out']").wait_for()
    output.get_by_role("button", name="play: step").wait_for()


def test_growth_is_revealed_by_the_keyboard_alone(page, output_of):
    output = output_of("GrowthGuesser")
    output.get_by_role("checkbox", name="reveal the counts").focus()
    page.keyboard.press("Space")
    output.locator("svg[aria-label^='Counted, it is']").wait_for()


@pytest.mark.parametrize(
    "name, option",
    [("MaskExplorer", "no mask at all"), ("LatencyExplorer", "Llama 2 7B"), ("GrowthGuesser", "quadratic")],
)
def test_a_choice_is_made_by_the_keyboard_alone(page, output_of, name, option):
    option = output_of(name).get_by_role("radio", name=option)
    option.focus()
    page.keyboard.press("Space")
    assert option.is_checked()


@pytest.mark.parametrize(
    "name, group", [("MaskExplorer", "mask"), ("LatencyExplorer", "model"), ("LeakExplorer", "what changes")]
)
def test_arrow_keys_stay_in_a_group_that_has_a_name(page, output_of, name, group):
    choices = output_of(name).get_by_role("group", name=group).get_by_role("radio")
    choices.first.check()
    choices.first.focus()
    active = page.evaluate("() => window.panel.content.activeCellIndex")
    for number in (1, 2):
        page.keyboard.press("ArrowDown")
        assert choices.nth(number).is_checked()
        assert choices.nth(number).evaluate("one => one === document.activeElement")
    assert page.evaluate("() => window.panel.content.activeCellIndex") == active


@pytest.mark.parametrize("name", explorers.__all__)
def test_controls_and_picture_fit_together_where_760_pixels_are_to_be_had(page, output_of, name):
    page.set_viewport_size({"width": 1280, "height": 760})
    height = output_of(name).evaluate(
        """output => (output.querySelector('.decodelab-picture svg') || output).getBoundingClientRect().bottom
            - output.getBoundingClientRect().top"""
    )
    room = page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').clientHeight")
    assert height <= room


def test_a_tick_box_is_ticked_by_the_keyboard_alone(page, output_of):
    output = output_of("CostExplorer")
    output.evaluate("output => { output.id = 'explorer-CostExplorer'; }")
    drawn = output.locator(PICTURE).evaluate(DRAWN)
    box = output.locator("input[type=checkbox]")
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_function(
        "drawn => document.querySelector('#explorer-CostExplorer .decodelab-picture "
        "svg').outerHTML !== drawn",
        arg=drawn,
    )


def test_no_control_is_a_list_whose_arrow_keys_jupyterlab_takes(page, output_of):
    for name in explorers.__all__:
        assert output_of(name).locator("select:not([data-lm-suppress-shortcuts])").count() == 0, name


def test_a_mask_is_painted_by_the_keyboard_alone_and_checked(page, output_of):
    output = output_of("MaskPainter")
    first = output.get_by_role("button", name="query 2, key 0")
    first.focus()
    for row in range(3):
        for column in range(3 + row):
            page.keyboard.press("t")
            if column < 2 + row:
                page.keyboard.press("ArrowRight")
        if row < 2:
            page.keyboard.press("ArrowDown")
            for _ in range(2 + row):
                page.keyboard.press("ArrowLeft")
    text = output.get_by_role("textbox", name="as text")
    assert text.input_value() == "TTT..\nTTTT.\nTTTTT"
    output.get_by_role("checkbox", name="check it").focus()
    page.keyboard.press("Space")
    output.locator("svg[aria-label='This mask is the one asked for']").wait_for()
    text.fill("TTTTT\nTTTT.\nTTTTT")
    assert output.get_by_role("button", name="query 2, key 4").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("width", [1400, 820, 400])
def test_a_picture_keeps_the_text_size_of_the_page_and_fits_at_any_width(page, output_of, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(
        "narrow => window.jupyterapp.shell.leftCollapsed !== narrow"
        " && window.jupyterapp.commands.execute('application:toggle-left-area')",
        width < 500,
    )
    for name in WITH_PICTURE:
        output_of(name).evaluate(WATCH)
        page.wait_for_function("""() => {
            const picture = window.watched.querySelector('.decodelab-picture svg');
            const size = text => text.getAttribute('font-size') * picture.clientWidth / picture.viewBox.baseVal.width;
            const texts = [...picture.querySelectorAll('text')].map(size);
            const notebook = document.querySelector('.jp-Notebook').getBoundingClientRect();
            return picture.clientWidth > 200 && picture.getBoundingClientRect().right <= notebook.right
                && Math.min(...texts) > 13.5;
        }""")  # noqa: E501
