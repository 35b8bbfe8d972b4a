# Every target sets up .venv by itself the first time; it needs Python >= 3.11 and make, nothing else.
PYTHON ?= python3
LESSON ?=
ARGS   ?=
BIN    := .venv/bin
READY  := .venv/.ready
SITE   := build/site-tools

.PHONY: help lab test release grade progress bench site clean

help:
	@echo "make lab        open JupyterLab at the first lesson       (ARGS=--no-browser prints the address only)"
	@echo "make progress   which exercises of course/ pass so far"
	@echo "make test       run all tests                             (ARGS='-k meter' picks some)"
	@echo "make release    make course/ from solutions/"
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

# nbgrader starts alembic from PATH.
test: $(READY)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 2 $(ARGS)

release: $(READY)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m autograder release

grade: $(READY)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m autograder grade $(LESSON) $(ARGS)

progress: $(READY)
	$(BIN)/python -m autograder progress

bench: $(READY)
	for one in decode_step capstone lessons meter verdicts grading; do PYTHONPATH=. OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/$$one.py || exit 1; done

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
