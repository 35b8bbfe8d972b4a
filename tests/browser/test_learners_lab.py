"""What surrounds the lessons: no instructors' tools for learners, work that can be taken along, lessons that
lead on."""

import json
import zipfile

import pytest

from .conftest import ROOT
from .lab import Lab, Server

LESSONS = sorted(path.relative_to(ROOT) for path in ROOT.glob("course/*/*.ipynb"))
RUN_CELL = """async index => {
    const {content, sessionContext} = window.panel;
    content.deselectAll();
    content.activeCellIndex = index;
    await window.jupyterapp.commands.execute('notebook:run-cell');
    while (sessionContext.session.kernel.status !== 'idle') await new Promise(done => setTimeout(done, 20));
}"""
PLUGINS = """() => Object.entries(JSON.parse(document.getElementById('jupyter-config-data').textContent)
    .disabledExtensions).filter(([name, off]) => off).map(([name]) => name)"""
INSTRUCTORS = ["Create Assignment", "Nbgrader", "Formgrader"]


def seen(lab):
    """Of the instructors' tools, those that stand on the page: as a tab, a menu, or on the launcher."""
    tabs = lab.page.locator(".lm-TabBar-tab, .lm-MenuBar-item")
    labels = [tab.get_attribute("title") or tab.inner_text() for tab in tabs.all()]
    return [name for name in INSTRUCTORS if any(name in label for label in labels)]


def test_learners_see_no_instructors_tools_but_can_validate(lab):
    lab.open(LESSONS[1])
    lab.page.get_by_text("Validate", exact=True).first.wait_for()
    assert seen(lab) == []


def test_instructors_have_them_with_one_switch(window, server, tmp_path, monkeypatch):
    monkeypatch.setenv("TEACHING", "1")
    teaching = Server(server.folder, tmp_path / "jupyter.log")
    try:
        with window.new_page() as page:
            lab = Lab(page, teaching)
            lab.open(LESSONS[1])
            page.get_by_text("Nbgrader", exact=True).first.wait_for()
            assert {"Create Assignment", "Nbgrader"} <= set(seen(lab))
    finally:
        teaching.stop()


def test_settings_of_learners_and_instructors_differ_in_what_is_left_out_only():
    learning, teaching = (ROOT / "lab_settings" / f / "overrides.json" for f in ("", "teaching"))
    assert learning.read_text() == teaching.read_text()
    assert not (ROOT / "lab_settings" / "teaching" / "page_config.json").exists()


def test_lines_of_cells_are_numbered(lab):
    lab.open(LESSONS[0])
    lab.page.locator(".jp-Notebook .cm-lineNumbers").first.wait_for()


@pytest.mark.parametrize("lesson", LESSONS[:2], ids=lambda path: path.parent.name)
def test_how_to_stop_and_how_to_keep_the_work_stand_in_the_first_screen(lab, lesson):
    lab.open(lesson)
    notebook = lab.page.locator(".jp-Notebook")
    keep = notebook.locator(".jp-CodeCell").first
    keep.get_by_text("panel").first.wait_for()
    for what in (notebook.locator(".jp-RenderedMarkdown").get_by_text("Interrupt Kernel").first, keep):
        box = what.bounding_box()
        assert box and box["y"] + box["height"] < lab.page.viewport_size["height"]


def test_work_goes_out_as_one_file_and_comes_back(lab, server, tmp_path):
    lesson = server.folder / LESSONS[2]
    kept = lesson.parents[1] / "predictions.json"
    kept.write_text('{"predictions": {"guess": {"lesson": "02_kv_cache", "predicted": 1, "actual": 2}}}')
    before = lesson.read_bytes()
    lab.open(LESSONS[2])
    lab.ask("running the panel", RUN_CELL, 1)
    with lab.page.expect_download() as download:
        lab.page.get_by_role("button", name="Download my work").click()
    packed = tmp_path / download.value.suggested_filename
    download.value.save_as(packed)
    with zipfile.ZipFile(packed) as file:
        assert {str(path.relative_to("course")) for path in LESSONS} | {
            "predictions.json",
            "before.ipynb",
            "after.ipynb",
        } == set(file.namelist())
    lab.page.get_by_role("status").filter(has_text="was last saved at").wait_for()

    kept.unlink()
    lesson.write_text(json.dumps(json.loads(before) | {"cells": []}))
    lab.page.set_input_files("input[type=file]", packed)
    said = lab.page.get_by_role("status").filter(has_text="Reload Notebook from Disk")
    said.wait_for()
    assert "kv_cache.ipynb: brought back" in said.inner_text()
    assert lesson.read_bytes() == before and "guess" in kept.read_text()
    assert list((lesson.parents[1] / "put_aside").rglob("kv_cache.ipynb"))
    kept.unlink()


def test_a_lesson_leads_on_to_the_next_without_asking_for_a_kernel(lab):
    """Each link at a lesson's end, one after the other, as a learner clicks them."""
    lab.open(LESSONS[1])
    for following in LESSONS[2:4]:
        lab.ask(
            "going to the end",
            "() => window.panel.content.scrollToItem(window.panel.content.widgets.length - 1)",
        )
        lab.page.locator(f"a[href*='{following.parent.name}']:visible").last.click()
        lab.page.locator(f".lm-TabBar-tab.lm-mod-current[title*='{following.name}']").first.wait_for()
        lab.ask(
            "waiting for its kernel",
            """async () => {
                const panel = window.jupyterapp.shell.currentWidget;
                await panel.context.ready;
                await panel.sessionContext.ready;
                await panel.sessionContext.session.kernel.info;
                window.panel = panel;
            }""",
        )
        assert lab.page.locator(".jp-Dialog").count() == 0
