"""Links that depend on where the repository is: filled in by one command and by the site, and nowhere
else."""

import shlex
import shutil
import subprocess
import sys
from urllib.parse import quote

import pytest

from tests.documents import ROOT, block

sys.path.insert(0, str(ROOT / "docs"))
import links  # noqa: E402

GUIDE = "docs/instructors.md"


@pytest.mark.parametrize(
    "origin, address",
    [
        ("https://github.com/jane/course.git", "https://github.com/jane/course"),
        ("https://token@github.com/jane/course", "https://github.com/jane/course"),
        ("git@github.com:jane/course.git", "https://github.com/jane/course"),
        (
            "ssh://git@gitlab.example.edu:2222/group/sub/course.git",
            "https://gitlab.example.edu/group/sub/course",
        ),
        ("/srv/git/course.git", None),
        ("../course", None),
    ],
)
def test_where_a_remote_is_on_the_web(origin, address):
    assert links.web_address(origin) == address


@pytest.mark.parametrize(
    "address, opens",
    [
        ("https://github.com/jane/course", "gh/jane/course/HEAD"),
        ("https://gitlab.com/group/sub/course", "gl/group%2Fsub%2Fcourse/HEAD"),
        ("https://git.example.edu/jane/course", "git/https%3A%2F%2Fgit.example.edu%2Fjane%2Fcourse/HEAD"),
    ],
)
def test_every_link_is_filled_in_and_can_be_filled_in_again(address, opens):
    for name in links.FILES:
        before = (ROOT / name).read_text(encoding="utf8")
        after = links.filled(before, address)
        assert after.count(f"https://mybinder.org/v2/{opens}?") == before.count("https://mybinder.org/v2/")
        assert quote(f"{address}-handout", safe="") in after or name != GUIDE
        assert links.filled(after, links.PROJECT) == links.filled(before, links.PROJECT)


def test_make_links_writes_them_and_wants_an_address(tmp_path):
    for name in ("Makefile", "docs/links.py", *links.FILES):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (command,) = block(GUIDE, "make links")
    subprocess.run(shlex.split(command.replace("OWNER", "jane")), cwd=tmp_path, check=True)
    assert "v2/gh/jane/cost-of-a-token/HEAD" in (tmp_path / "README.md").read_text()
    done = subprocess.run(
        ["make", "links", "REPOSITORY=jane"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    assert done.returncode and "'jane' is no address of a repository" in done.stderr


def test_lessons_hold_no_such_link():
    for path in [
        *ROOT.glob("course/*/*.ipynb"),
        *ROOT.glob("solutions/*/*.ipynb"),
        ROOT / "docs/handout/README.md",
    ]:
        text = path.read_text(encoding="utf8")
        assert not any(host in text for host in ("mybinder.org", "github.com", "gitlab.com")), path


def test_a_private_copy_is_made_as_the_guide_says_and_follows_the_public_one(tmp_path):
    """With folders in place of what a network would reach."""
    places = {
        "https://github.com/OWNER/cost-of-a-token": "public/cost-of-a-token",
        "https://github.com/YOU/my-course": "mine",
    }

    def run(line, where=tmp_path):
        for address, folder in places.items():
            line = line.replace(address, str(tmp_path / folder))
        line = line.replace(f"{tmp_path}/mine", f"{tmp_path}/private/my-course.git")
        git = {
            "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@b",
        }
        subprocess.run(
            shlex.split(line),
            cwd=where,
            check=True,
            capture_output=True,
            env={"PATH": "/usr/bin:/bin", **git},
        )

    public = tmp_path / "public" / "cost-of-a-token"
    public.mkdir(parents=True)
    run("git init -b main", public)
    run("git commit --allow-empty -m one", public)
    run("git init --bare -b main private/my-course.git")
    for line in block(GUIDE, "git clone --bare"):
        run(line)
    run("git commit --allow-empty -m two", public)
    for line in block(GUIDE, "git fetch upstream"):
        run(line, tmp_path / "my-course")
    told = subprocess.run(
        ["git", "log", "--format=%s"], cwd=tmp_path / "my-course", capture_output=True, text=True
    ).stdout
    assert told.split() == ["two", "one"] and not (tmp_path / "cost-of-a-token.git").exists()
