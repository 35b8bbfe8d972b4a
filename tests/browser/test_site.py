"""The website as built by `make site`: whole, readable by all, and loading nothing from outside."""

import os

import pytest

from .conftest import ROOT

SITE = ROOT / "build" / "site"
PAGES = [
    path.relative_to(SITE)
    for path in sorted(SITE.rglob("*.html"))
    if "_static" not in path.parts and path.name not in ("genindex.html", "search.html")
]

pytestmark = pytest.mark.skipif(
    not PAGES and os.environ.get("CI") != "true", reason="the website is not built here (run make site)"
)


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_every_lesson_and_guide_has_its_page():
    wanted = {path.relative_to(ROOT).with_suffix(".html") for path in ROOT.glob("course/*/*.ipynb")}
    wanted |= {path.relative_to(ROOT).with_suffix(".html") for path in ROOT.glob("docs/*.md")}
    assert wanted <= set(PAGES), "run make site"


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_a_page_loads_nothing_from_outside_and_has_no_serious_accessibility_finding(page, path):
    from axe_playwright_python.sync_playwright import Axe

    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((SITE / path).as_uri())
    outside = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert not outside
    assert not complaints
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.reload()  # the theme looks once at what scrolls
        found = [
            f"{violation['id']}: {node['html'][:120]}"
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]
        assert not found, f"{scheme}, {width} px wide"


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_a_page_has_a_title_a_description_and_an_icon_of_its_own(page, path):
    page.goto((SITE / path).as_uri())
    parts = page.title().split(" \u2014 ")
    assert len(set(parts)) == len(parts) and parts[-1] == "The Cost of a Token"
    assert len(page.locator("meta[name=description]").get_attribute("content")) > 40
    assert (
        (SITE / path)
        .parent.joinpath(page.locator("link[rel~=icon]").get_attribute("href").split("?")[0])
        .is_file()
    )


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_a_page_does_not_scroll_sideways_on_a_phone(page, path):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((SITE / path).as_uri())
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("path", [p for p in PAGES if "course" in p.parts], ids=str)
def test_a_lesson_on_the_site_shows_pictures_and_formulas_and_no_unwritten_exercise(page, path):
    page.goto((SITE / path).as_uri())
    text = page.locator("article").first.inner_text()
    assert "NotImplementedError Traceback" not in text and "not written yet" not in text
    assert page.locator("article .decodelab-picture svg").count() > 0
    if path.parts[1] != "00_start_here":
        assert page.locator("article math").count() > 0
    assert page.locator("a[href*='mybinder.org']").count() > 0
    assert "\\_" not in "".join(page.locator("article math").all_text_contents())


def test_the_site_has_a_name_and_says_who_made_it_and_how_to_start(page):
    page.goto((SITE / "index.html").as_uri())
    assert page.locator(".navbar-brand").first.inner_text().strip() == "The Cost of a Token"
    assert page.locator("footer", has_text="Made by").count() > 0
    lesson = next(path for path in PAGES if "course" in path.parts)
    page.goto((SITE / lesson).as_uri())
    assert page.locator("article a", has_text="open it on Binder").count() == 1


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize("path", [p for p in PAGES if "course" in p.parts], ids=str)
def test_nothing_is_cut_off_and_sections_outweigh_exercises(page, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((SITE / path).as_uri())
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.bd-article pre, .bd-article .decodelab-picture')]
            .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent.slice(0, 80))"""
    )
    assert not cut
    sizes = [
        page.evaluate(
            "rank => parseFloat(getComputedStyle(document.querySelector(rank)).fontSize)", f"article {rank}"
        )
        for rank in ("h1", "h2", "h3")
        if page.locator(f"article {rank}").count()
    ]
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes)) == len(sizes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_lies_on_the_page_in_both_themes(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto((SITE / "course/01_masked_attention/masked_attention.html").as_uri())
    backgrounds = page.evaluate(
        """() => [...document.querySelectorAll('.decodelab-picture')].map(picture => {
            const found = [];
            for (let one = picture; one && !one.matches('article'); one = one.parentElement)
                found.push(getComputedStyle(one).backgroundColor);
            return found;
        }).flat().filter(colour => colour !== 'rgba(0, 0, 0, 0)')"""
    )
    assert not backgrounds
