"""The folders of a course, its secret, and the lock of whoever grades it."""

import contextlib
import fcntl
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from autograder.grading.gradebook import settings
from autograder.grading.handed_in import Desk
from autograder.grading.overrides import Overrides


class Course:
    """The folders of a course, from nbgrader_config.py."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = Path(root).resolve()
        self.config = settings(self.root)
        self.submitted = self._folder("submitted_directory", "submitted")
        self.autograded = self._folder("autograded_directory", "autograded")
        self.reports = self.root / "reports"
        self.carries = bool(self.config.Judge.get("errors_carried_forward", False))
        # as the gradebook, extensions.csv and overrides.csv were when something was graded last
        self.class_list: set[str] = set()
        self.assignments: set[str] = set()
        self.extensions: dict[tuple[str, str], datetime] = {}
        self.added: set[str] = set()
        self.overrides = Overrides()

    def _folder(self, setting: str, default: str) -> Path:
        return self.root / (self.config.CourseDirectory.get(setting) or default)

    def desk(self) -> Desk:
        """What lies in submitted/ now."""
        return Desk(self.root, self.submitted)

    def lessons(self) -> list[str]:
        """Names of lessons that somebody submitted."""
        desk = self.desk()
        return sorted({one.name for one in desk.all_lessons() if desk.somebodys(one)})

    def secret(self) -> str:
        """What makes the checks' inputs unforeseeable: 32 bytes beside the gradebook, made on first use."""
        path = self.root / ".course_secret"
        if not path.exists():
            descriptor, whole = tempfile.mkstemp(dir=self.root, prefix=".course_secret-")
            try:
                with os.fdopen(descriptor, "w") as file:
                    file.write(secrets.token_hex(32))
                with contextlib.suppress(FileExistsError):  # whoever grades at the same moment was first
                    os.link(whole, path)
            finally:
                os.unlink(whole)
        return path.read_text().strip()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until nobody else grades this course: there is one writer, and nothing is judged twice."""
        self.secret()
        with open(self.root / ".course_secret") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Somebody else is grading this course; waiting until they are done.", file=sys.stderr)
                fcntl.flock(file, fcntl.LOCK_EX)
            except OSError:
                pass  # a disk that knows no locks
            yield

    def hidden(self) -> list[Path]:
        """What no learner's code may see."""
        return [self.root]

    def make_private(self) -> None:
        """Reports and results are their owner's alone."""
        self.reports.mkdir(exist_ok=True)
        with contextlib.suppress(PermissionError):
            os.chmod(self.reports, 0o700)
