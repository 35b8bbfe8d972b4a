"""The website: README as the first page, every lesson with its figures, the guides. Built by `make site`.

Sphinx reads what docs/prepare.py laid out, where every file stands as it does in the repository. Nothing is
loaded from outside: maths becomes MathML here, styles and scripts come with the theme.
"""

import os
import re
import textwrap
from html import escape

from docutils import nodes
from latex2mathml.converter import convert

REPOSITORY = os.environ["COURSE_REPOSITORY"]  # make site says it

project = "The Cost of a Token"
author = "The authors of The Cost of a Token"
copyright = "The authors of The Cost of a Token; code BSD-3-Clause, text CC BY 4.0"
language = "en"
root_doc = "index"

extensions = ["myst_nb"]
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # docs/prepare.py has run them
nb_output_stderr = "remove"
highlight_language = "text"  # of a code block that names none

html_theme = "sphinx_book_theme"
html_title = project
html_static_path = ["docs/static"]
html_favicon = "docs/static/favicon.svg"
html_css_files = ["course.css"]
html_js_files = ["sort.js"]
html_math_renderer = "mathml"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "repository_url": REPOSITORY,
    "repository_branch": "HEAD",
    "path_to_docs": "",
    "use_repository_button": True,
    "launch_buttons": {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"},
    "home_page_in_toc": True,
    "logo": {"text": project},
    "extra_footer": (
        "<p>Made by the authors of <em>The Cost of a Token</em>: "
        f'<a href="{REPOSITORY}/graphs/contributors">who they are</a>, '
        f'<a href="{REPOSITORY}/blob/HEAD/CITATION.cff">how to cite it</a>, '
        f'<a href="{REPOSITORY}/issues">how to tell them what is wrong</a>.</p>'
    ),
    "navbar_persistent": [],  # the sidebar has a search already
    "show_navbar_depth": 1,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}


def setup(app):
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.connect("html-page-context", describe)


def visit_inline(translator, node):
    reachable = ' tabindex="0"' if len(node.astext()) > 40 else ""
    translator.body.append(f'<span class="inline-formula"{reachable}>{mathml(node)}</span>')
    raise nodes.SkipNode


def visit_block(translator, node):  # a wide one scrolls, so the keyboard must be able to reach it
    translator.body.append(f'<div class="formula" tabindex="0">{mathml(node, display="block")}</div>')
    raise nodes.SkipNode


def mathml(node, **options):
    return convert(node.astext(), **options).replace(
        r"\_", "_"
    )  # in a text of its own it would keep the backslash


def describe(app, page, template, context, doctree):
    """What search engines show of a page, its title and its first longer paragraph. And two things of its
    body: a formula keeps its full stop on its line, and a table that scrolls can be reached by the keyboard.
    """
    if page == root_doc:
        context["docstitle"] = None  # it is the title of the page already
    if doctree:
        formula = r'<span class="inline-formula"[^>]*>(?:(?!</span>).)*</span>'
        body = re.sub(
            f"({formula}[.,;:?!)]+)", r'<span class="together">\1</span>', context["body"], flags=re.DOTALL
        )
        context["body"] = body.replace('<table class="table">', '<table class="table" tabindex="0">')
        first = next(
            (
                text
                for paragraph in doctree.findall(nodes.paragraph)
                if len(text := " ".join(paragraph.astext().split())) > 40
            ),
            project,
        )
        context["metatags"] += f'<meta name="description" content="{escape(textwrap.shorten(first, 160))}" />'
