"""A real JupyterLab in a real Chromium, driven through JupyterLab's own commands rather than its menus.

Clicking menus passes most of the time; asking the application to run the notebook and waiting for its
promises passes every time.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
]

# Playwright sets no limit to what runs in the page, so what may wait for ever is given one here.
WITHIN = """(seconds, what, promise) => Promise.race([promise, new Promise((_, reject) =>
    setTimeout(() => reject(new Error(`${what} took more than ${seconds} s`)), 1000 * seconds))])"""

# Runs in the page: opens a notebook and waits for its kernel.
OPEN = """async path => {
    const app = window.jupyterapp;
    await app.started;
    const panel = await app.commands.execute('docmanager:open', {path, factory: 'Notebook'});
    await panel.context.ready;
    await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
    await panel.revealed;
    app.shell.activateById(panel.id);
    window.panel = panel;
    return panel.content.widgets.length;
}"""

RUN_ALL = """async () => {
    await window.jupyterapp.commands.execute('notebook:run-all-cells');
    const kernel = window.panel.sessionContext.session.kernel;
    while (kernel.status !== 'idle') await new Promise(done => setTimeout(done, 50));
}"""

CELLS = """() => window.panel.content.widgets.map(cell => ({
    id: cell.model.id,
    type: cell.model.type,
    source: cell.model.sharedModel.getSource(),
    metadata: cell.model.sharedModel.getMetadata(),
    ran: cell.model.type === 'code' && cell.model.executionCount !== null,
    outputs: cell.model.type === 'code' ? cell.model.outputs.toJSON() : [],
}))"""


@dataclass
class Cell:
    id: str
    type: str
    source: str
    ran: bool
    metadata: dict = field(repr=False)
    outputs: list = field(repr=False)

    @property
    def error(self):
        """The name of the exception that ended this cell, or None."""
        return next((o["ename"] for o in self.outputs if o["output_type"] == "error"), None)

    @property
    def text(self):
        """Everything the cell printed or showed, as text."""
        parts = []
        for output in self.outputs:
            for piece in (output.get("text"), output.get("data", {}).get("text/plain"), output.get("evalue")):
                parts.append(piece if isinstance(piece, str) else "".join(piece or []))
        return "\n".join(parts)


class Server:
    """`jupyter lab` on a folder, on a free port, with a token of its own; stop() ends it and its kernels."""

    def __init__(self, folder, log):
        self.folder, self.token = Path(folder), secrets.token_hex(16)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        home = Path(log).parent / "home"
        home.mkdir(exist_ok=True)
        environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(home),
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTER_DATA_DIR": str(home / "data"),
            "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
            "IPYTHONDIR": str(home / "ipython"),
            "OPENBLAS_NUM_THREADS": "1",
        }
        self.log = open(log, "wb")
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyterlab",
                "--config=jupyter_lab_config.py",
                "--no-browser",
                "--expose-app-in-browser",
                f"--port={port}",
                f"--IdentityProvider.token={self.token}",
                "--ServerApp.port_retries=0",
            ],
            cwd=self.folder,
            env=environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self, patience=120):
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.api("status"), timeout=2).close()
                return
            except (URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(
            f"jupyter lab did not start; its log is {self.log.name}:\n"
            + Path(self.log.name).read_text()[-2000:]
        )

    def api(self, path):
        return f"{self.url}/api/{path}?token={self.token}"

    def lab(self, workspace):
        return f"{self.url}/lab/workspaces/{workspace}?reset&token={self.token}"

    def shut_kernels_down(self):
        with urllib.request.urlopen(self.api("sessions")) as reply:
            sessions = json.load(reply)
        for session in sessions:
            request = urllib.request.Request(self.api(f"sessions/{session['id']}"), method="DELETE")
            urllib.request.urlopen(request).close()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


class Lab:
    """One browser page with JupyterLab in it."""

    def __init__(self, page, server):
        self.page, self.server = page, server
        self.complaints = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(server.lab(f"test-{secrets.token_hex(4)}"))
        page.wait_for_function("() => window.jupyterapp", timeout=120_000)

    def ask(self, what, script, argument=None, within=120):
        """Runs an async function in the page and waits for it, at most `within` seconds."""
        return self.page.evaluate(
            f"argument => ({WITHIN})({within}, {json.dumps(what)}, ({script})(argument))", argument
        )

    def open(self, path):
        """Opens a notebook (path relative to the server's folder) and waits for its kernel."""
        return self.ask(f"opening {path}", OPEN, str(path))

    def run_all(self):
        """Runs every cell; JupyterLab stops at the first error unless the cell is tagged
        `raises-exception`."""
        self.ask("running all cells", RUN_ALL, within=400)
        return self.cells()

    def run_each(self):
        """Runs every code cell in turn, going on after an error, as a learner does."""
        self.ask(
            "running each cell",
            """async () => {
            const {content, sessionContext} = window.panel;
            const kernel = sessionContext.session.kernel;
            for (const [index, cell] of content.widgets.entries()) {
                if (cell.model.type !== 'code') continue;
                content.deselectAll();
                content.activeCellIndex = index;
                await window.jupyterapp.commands.execute('notebook:run-cell');
                while (kernel.status !== 'idle') await new Promise(done => setTimeout(done, 20));
            }
        }""",
            within=400,
        )
        return self.cells()

    def cells(self):
        return [Cell(**cell) for cell in self.page.evaluate(CELLS)]
