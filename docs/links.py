"""`python docs/links.py [REPOSITORY]`: links that depend on where the repository is; `make links`.

With an address they are written into README and guides, whatever stood there before. Without one, the address
is said: COURSE_REPOSITORY of the environment, else where `origin` is, else the project's own. Nothing that
learners get depends on it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
FILES = ("README.md", "docs/contributors.md", "docs/instructors.md")
PROJECT = "https://github.com/cost-of-a-token/cost-of-a-token"

BINDER = re.compile(r"https://mybinder\.org/v2/\w+/[\w.%/-]+/HEAD(?=\?urlpath=lab/tree)")
HANDOUT = re.compile(r"https://[\w.-]+/[\w./-]+-handout\b")
PULLED = re.compile(r"https%3A%2F%2F[\w.%-]+?-handout(?=&)")


def repository():
    """Where this repository is, as a web address."""
    named = os.environ.get("COURSE_REPOSITORY")
    if named:
        return named.rstrip("/")
    try:
        command = ["git", "-C", str(ROOT), "remote", "get-url", "origin"]
        origin = subprocess.run(command, text=True, capture_output=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return PROJECT
    return web_address(origin) or PROJECT


def web_address(origin):
    """A remote's web address, None if it has none: a folder on a disk, say."""
    found = re.fullmatch(
        r"(?:https?://(?:[^@/]+@)?|ssh://git@|git@)([\w.-]+)(?::\d+)?[:/](.+?)(?:\.git)?/?", origin
    )
    return f"https://{found[1]}/{found[2]}" if found else None


def binder(address):
    """The beginning of a link that opens the repository at an address on mybinder.org."""
    host, path = urlsplit(address).netloc, urlsplit(address).path.strip("/")
    if host == "github.com":
        return f"https://mybinder.org/v2/gh/{path}/HEAD"
    if host == "gitlab.com":
        return f"https://mybinder.org/v2/gl/{quote(path, safe='')}/HEAD"
    return f"https://mybinder.org/v2/git/{quote(address, safe='')}/HEAD"


def filled(text, address):
    """A document's text with its links to a repository at an address."""
    text = BINDER.sub(lambda _: binder(address), text)
    text = HANDOUT.sub(lambda _: f"{address}-handout", text)
    return PULLED.sub(lambda _: quote(f"{address}-handout", safe=""), text)


def main(arguments):
    if not arguments:
        return print(repository())
    address = web_address(arguments[0])
    if address is None or len(arguments) > 1:
        sys.exit(
            f"{' '.join(arguments)!r} is no address of a repository; write "
            "https://github.com/jane/cost-of-a-token, say."
        )
    for name in FILES:
        path = ROOT / name
        if path.exists():
            path.write_text(filled(path.read_text(encoding="utf8"), address), encoding="utf8")
    print(f"Links of {', '.join(FILES)} lead to {address}.")


if __name__ == "__main__":
    main(sys.argv[1:])
