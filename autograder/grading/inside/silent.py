"""Stand-ins for what a notebook has and a runner doesn't: checks, displays and widgets that do nothing."""

import sys
import types
from typing import Any


class Silent:
    """Takes any call, any attribute, any argument, and does nothing. False, so that `if get_ipython():` says
    no."""

    def __bool__(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> "Silent":
        return self

    def __getitem__(self, key: Any) -> "Silent":
        return self

    def __iter__(self) -> Any:
        return iter(())

    def __mro_entries__(self, bases: Any) -> tuple:
        return ()

    def __enter__(self) -> "Silent":
        return self

    def __exit__(self, *raised: Any) -> None:
        pass


class SilentModule(types.ModuleType):
    __path__ = ()  # type: ignore[assignment]
    __file__ = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Silent()


def install() -> None:
    """Put them where `import` finds them; a learner's own check calls judge nothing here."""
    for name in (
        *("autograder", "autograder.check", "IPython", "IPython.display", "ipywidgets"),
        *("google", "google.colab"),  # where some notebooks were written
    ):
        module = sys.modules[name] = SilentModule(name)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
    # Matplotlib asks this when it finds an IPython
    setattr(sys.modules["IPython"], "version_info", (9, 0, 0))  # noqa: B010
