# Every target sets up .venv by itself the first time; it needs Python >= 3.11 and make, nothing else.
PYTHON ?= python3
LESSON ?=
ARGS   ?=
BIN    := .venv/bin
READY  := .venv/.ready
SITE   := build/site-tools

.PHONY: help lab teach check test thorough coverage release grade progress bench site clean

help:
	@echo "make lab        open JupyterLab at the first lesson       (ARGS=--no-browser prints the address only)"
	@echo "make teach      the same with nbgrader's menu, Create Assignment and Formgrader"
	@echo "make progress   which exercises of course/ pass so far"
	@echo "make check      lint, types and the fast tests            (under a minute; before every commit)"
	@echo "make test       run all tests                             (ARGS='-k meter' picks some)"
	@echo "make thorough   attacks one by one beside honest learners (half an hour)"
	@echo "make coverage   which lines of autograder and decodelab no test runs"
	@echo "make release    make course/ from solutions/               (LESSON=..., default: all)"
	@echo "make grade      grade submitted/                          (LESSON=01_masked_attention, default: all)"
	@echo "make bench      measure what benchmarks/ measures"
	@echo "make site       build the website into build/site"
	@echo "make clean      remove .venv and build/"

# uv installs the locked stack in seconds where pip takes minutes.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c "import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v < (3, 14) else 'Python %d.%d found; the course needs 3.11, 3.12 or 3.13. Name another one: make PYTHON=python3.12 ...' % v)"
	@echo "Setting up .venv (the first time only) ..."
	@$(PYTHON) -m venv .venv || { echo "Python has no venv module here. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet -r requirements.txt -e .
	@touch $@

lab: $(READY)
	$(BIN)/jupyter lab --config=jupyter_lab_config.py $(ARGS)

teach: $(READY)
	TEACHING=1 $(BIN)/jupyter lab --config=jupyter_lab_config.py $(ARGS)

# What developing and testing need beyond the course.
TOOLS := .venv/.tools
$(TOOLS): tests/requirements.txt | $(READY)
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet -r tests/requirements.txt
	@touch $@

# nbgrader starts alembic from PATH.
PYTEST := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 2

check: $(READY) $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(PYTEST) -q -m "not sandbox and not browser and not release and not slow" $(ARGS)

test: $(READY) $(TOOLS)
	$(PYTEST) $(ARGS)

# What takes too long for every change: attacks one by one.
thorough: $(READY) $(TOOLS)
	$(PYTEST) -m thorough $(ARGS)

# Code that runs in child processes counts, too: coverage starts in each of them.
coverage: $(READY) $(TOOLS)
	$(BIN)/coverage erase
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/coverage run -m pytest -n 2 $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

release: $(READY)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m autograder release $(LESSON)

grade: $(READY)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m autograder grade $(LESSON) $(ARGS)

progress: $(READY)
	$(BIN)/python -m autograder progress

bench: $(READY)
	for one in pictures decode_step capstone lessons meter verdicts grading; do PYTHONPATH=. OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/$$one.py || exit 1; done

# The website's tools have an environment of their own: the course needs none of them.
$(SITE)/.ready: docs/requirements.txt | $(READY)
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(SITE)
	@VIRTUAL_ENV=$(CURDIR)/$(SITE) $(BIN)/uv pip install --quiet -r docs/requirements.txt
	@touch $@

site: $(READY) $(SITE)/.ready
	$(BIN)/python docs/prepare.py build/site-source
	$(SITE)/bin/python -m sphinx -q -W --keep-going -b html build/site-source build/site
	@echo "The website is in build/site: open build/site/index.html."

clean:
	rm -rf .venv build
