"""Stand-ins for what a notebook has and a runner doesn't: checks, displays and widgets that do nothing."""

import sys
import types


class Silent:
    """Takes any call, any attribute, any argument, and does nothing. False, so that `if get_ipython():` says no."""

    def __bool__(self):
        return False

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args, **kwargs):
        return self

    def __getitem__(self, key):
        return self

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        return False


class SilentModule(types.ModuleType):
    __path__ = ()  # type: ignore[assignment]
    __file__ = None

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Silent()


def install():
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
    sys.modules["IPython"].version_info = (9, 0, 0)
