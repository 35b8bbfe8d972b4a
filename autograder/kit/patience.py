"""A check always comes back: what runs on and on says so after a while, and an interrupt says where it was.

Beside a check a thread waits. After SECONDS it looks at the stack of the thread that runs the check
(`sys._current_frames`, which CPython has on Linux, macOS and Windows alike; no signals), prints the
learner's line where it stands, and goes away; the check goes on until it is done or interrupted. Its words go
to the output in which the check was started, also while the learner's own printing is kept out of sight.

Tried on Linux, in plain Python and in JupyterLab's kernel. Out of reach: while NumPy works on one large
product, the line that called it is all that is seen, and an interrupt waits for its end.
"""

import contextvars
import linecache
import sys
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

from autograder.kit.causes import is_learners

SECONDS = 10
"""How long a check may take before it says that it is still running."""

_watching = contextvars.ContextVar("whether a check is being watched", default=False)


class Interrupted(KeyboardInterrupt):
    """A check was interrupted. In a notebook its one line stands in place of a traceback."""

    def _render_traceback_(self) -> list[str]:
        """IPython shows these lines in place of a traceback: ours would teach nothing."""
        return [str(self)]


Interrupted.__name__ = "KeyboardInterrupt"  # what it is to a notebook, only better explained


class Patience:
    """Watches what runs in its `with` block, unless a block around it is watched already.

    name: what runs, for the message
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        self._outermost = not _watching.get()
        if self._outermost:
            self._token = _watching.set(True)
            self._done, self._stream = threading.Event(), sys.stdout
            self._thread, self._frame = threading.get_ident(), sys._getframe(1)
            context = contextvars.copy_context()  # a kernel tells by it to which cell a thread's words belong
            threading.Thread(target=context.run, args=(self._wait,), daemon=True).start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if not self._outermost:
            return
        self._done.set()
        _watching.reset(self._token)
        del self._frame
        if isinstance(error, KeyboardInterrupt):
            frames = []
            while traceback is not None:
                frames.append((traceback.tb_frame, traceback.tb_lineno))
                traceback = traceback.tb_next
            raise Interrupted(f"{self._name}: interrupted{_place(reversed(frames))}.") from None

    def _wait(self) -> None:
        if self._done.wait(SECONDS):
            return
        told = f"{self._name}: still running after {SECONDS:g} s{_place(self._stack())}."
        print(
            f"{told}\nIt goes on until it is done; ■ in the toolbar ends it.", file=self._stream, flush=True
        )

    def _stack(self) -> Iterator[Any]:
        """Frames and lines of the watched thread, the innermost first, up to the check itself."""
        frame = sys._current_frames().get(self._thread)
        while frame is not None and frame is not getattr(self, "_frame", None):
            yield frame, frame.f_lineno
            frame = frame.f_back


def _place(frames: Iterable[Any]) -> str:
    """The learner's line among frames, the innermost first; "" if there is none."""
    for frame, line in frames:
        text = linecache.getline(frame.f_code.co_filename, line or 0).strip()  # between lines it is None
        if text and is_learners(frame.f_code.co_filename):
            return f" in line {line}, `{text}`"
    return ""
