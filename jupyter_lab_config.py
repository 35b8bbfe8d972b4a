"""How JupyterLab starts for this course: at the first lesson, without news pop-ups, without what only
instructors use.

TEACHING=1 (that is `make teach`) keeps nbgrader's menu, Create Assignment and Formgrader.
"""

import os

c = get_config()  # noqa: F821, provided by Jupyter

c.LabApp.default_url = "/lab/tree/course/00_start_here/start_here.ipynb"
# Its overrides.json answers "no" to news and numbers the lines of cells; its page_config.json leaves
# extensions out.
c.LabApp.app_settings_dir = os.path.join(
    os.getcwd(), "lab_settings", *(["teaching"] if os.environ.get("TEACHING") else [])
)
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.ServerApp.allow_root = True  # containers often run as root; the server listens on this machine only
