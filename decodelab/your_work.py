"""A learner's work as one file: packed to take along, and brought back, for machines that forget.

Binder deletes everything some ten minutes after the last click. `panel()` shows two buttons: one makes a zip
of every lesson and of the predictions, as last saved, the other takes such a zip and puts its files back.
What stood there before is moved to `put_aside/`, never overwritten. `bring(…)` puts a function that was
written in one lesson into a new cell of another.
"""

import io
import json
import re
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path

from decodelab import predictions

NAME = "cost_of_a_token_my_work.zip"
ASIDE = "put_aside"
MOST_BYTES = 200_000_000
"""More than this is not unpacked: a lesson with all its pictures has one or two million."""


def lessons(folder):
    """The lessons' notebooks below `folder`, in order, and the questions before and after the course:
    [Path]."""
    questions = [Path(folder, name) for name in ("before.ipynb", "after.ipynb")]
    return [*sorted(Path(folder).glob("[0-9][0-9]_*/*.ipynb")), *filter(Path.exists, questions)]


def pack(folder):
    """All lessons and predictions below `folder` as a zip: its bytes."""
    folder, packed = Path(folder), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for path in [*lessons(folder), folder / predictions.FILE]:
            if path.exists():
                file.write(path, path.relative_to(folder).as_posix())
    return packed.getvalue()


def unpack(packed, folder):
    """Put the files of a zip (bytes) back below `folder`; returns what became of each, a line a file.

    Only notebooks of lessons that are there and predictions are taken. A file that would be overwritten is
    moved to put_aside/<time>/ first; one that is the same stays. Predictions are joined: what is there
    already counts.

    Raises ValueError if `packed` is no such zip; then nothing was changed.
    """
    folder, said = Path(folder), []
    aside = folder / ASIDE / datetime.now().strftime("%Y-%m-%d_%H%M%S_%f")
    here = {path.relative_to(folder).as_posix(): path for path in lessons(folder)}
    files = _files(packed)
    if not files.keys() & {*here, predictions.FILE}:
        raise ValueError(f"no lesson and no predictions are in this file. Choose the {NAME} you downloaded.")
    for name, content in files.items():
        if name == predictions.FILE:
            said.append(f"{name}: {predictions.join(folder / name, content)}")
        elif name not in here:
            said.append(f"{name}: left out, there is no such lesson here")
        elif not _is_notebook(content):
            said.append(f"{name}: left out, it is not a notebook that can be read")
        elif content == here[name].read_bytes():
            said.append(f"{name}: the same, nothing to do")
        else:
            old = aside / name
            old.parent.mkdir(parents=True, exist_ok=True)
            old.write_bytes(here[name].read_bytes())
            here[name].write_bytes(content)
            said.append(f"{name}: brought back (what stood there is in {old.parent.relative_to(folder)}/)")
    return said


def panel():
    """Two buttons in a lesson: take all work along as one file, and bring it back."""
    return _panel_class()(_lessons_folder())


def bring(lesson, *names):
    """Put what the learner wrote under these names in another lesson into a new cell below, ready to be run.

    lesson: its folder, e.g. "02_kv_cache"; names: functions or classes, e.g. "KVCache". As last saved there.
    """
    shell = predictions._kernel()
    if shell is None:
        return
    found, missing = [], []
    for name in names:
        source = _written(_lessons_folder(), lesson, name)
        (found if source else missing).append(source or name)
    if found:
        shell.set_next_input("\n\n\n".join(found))
        print(f"A new cell below holds what you wrote in {lesson}. Run it.")
    if missing:
        print(
            f"Not written yet in {lesson}, or not saved: {', '.join(missing)}. Go on with the course's own."
        )


def _written(folder, lesson, name):
    """The source of the cell that defines `name`, as the learner left it; None if that is still to do."""
    for path in lessons(folder):
        if path.parent.name != lesson:
            continue
        for cell in json.loads(path.read_text(encoding="utf8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code" and re.search(rf"^(def|class) {name}\b", source, re.MULTILINE):
                return None if "raise NotImplementedError" in source else source
    return None


def _lessons_folder():
    """The folder that holds the lessons: the one around a lesson's own, where its notebook runs."""
    here = Path.cwd()
    return here.parent if re.match(r"\d\d_", here.name) else here


def _files(packed):
    """{name: bytes} of a zip; raises ValueError if it is none or far too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as file:
            wanted = [
                one
                for one in file.infolist()
                if re.fullmatch(r"\d\d_\w+/\w+\.ipynb", one.filename) or one.filename == predictions.FILE
            ]
            if sum(one.file_size for one in wanted) > MOST_BYTES:
                raise ValueError(f"the files in it take more than {MOST_BYTES // 1_000_000} MB.")
            return {one.filename: file.read(one) for one in wanted}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise ValueError(f"this is not a zip that can be read ({error}).") from error


def _is_notebook(content):
    try:
        notebook = json.loads(content)
        return notebook["nbformat"] == 4 and isinstance(notebook["cells"], list)
    except (ValueError, KeyError, TypeError):
        return False


@cache
def _panel_class():
    """The widget; made when it is first shown, so that grading needs no widgets."""
    import anywidget
    import traitlets

    class Panel(anywidget.AnyWidget):
        """Sends the packed work to the page, and takes a file from it."""

        _esm = Path(__file__).with_suffix(".js")
        name = traitlets.Unicode(NAME).tag(sync=True)

        def __init__(self, folder):
            super().__init__()
            self.folder = Path(folder)
            self.on_msg(self._asked)

        def _asked(self, _, message, buffers):
            try:
                if message["ask"] == "pack":
                    self.send({"packed": self._saved()}, [pack(self.folder)])
                else:
                    said = unpack(bytes(buffers[0]), self.folder)
                    self.send({"said": said, "again": any("brought back (" in line for line in said)})
            except (ValueError, OSError) as problem:
                self.send({"said": [f"Nothing was changed: {problem}"], "again": False})

        def _saved(self):
            """What is in the file is what was saved: when that was, for the lesson saved last."""
            path = max(lessons(self.folder), key=lambda path: path.stat().st_mtime)
            when = datetime.fromtimestamp(path.stat().st_mtime).strftime("%H:%M:%S")
            return [
                f"{path.parent.name} was last saved at {when}. If you wrote more since: "
                "Ctrl + S, and once more."
            ]

    return Panel
