"""How JupyterLab starts for this course: at the first lesson, without news pop-ups."""

import os

c = get_config()  # noqa: F821, provided by Jupyter

c.LabApp.default_url = "/lab/tree/course/00_start_here/start_here.ipynb"
c.LabApp.app_settings_dir = os.path.join(
    os.getcwd(), "lab_settings"
)  # its overrides.json answers "no" to news
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.ServerApp.allow_root = True  # containers often run as root; the server listens on this machine only
