# Every target sets up .venv by itself the first time; it needs Python >= 3.11 and make, nothing else.
PYTHON ?= python3
LESSON ?=
ARGS   ?=
BIN    := .venv/bin
READY  := .venv/.ready

.PHONY: help lab progress clean

help:
	@sed -n 's/^\([a-z]*\):[^#]*## */make \1|/p' Makefile | while IFS="|" read -r name what; do printf "%-15s %s\n" "$$name" "$$what"; done

# uv installs the locked stack in seconds where pip takes minutes.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c "import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v < (3, 14) else 'Python %d.%d found; the course needs 3.11, 3.12 or 3.13. Name another one: make PYTHON=python3.12 ...' % v)"
	@echo "Setting up .venv (the first time only) ..."
	@$(PYTHON) -m venv .venv || { echo "Python has no venv module here. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet -r requirements.txt -e .
	@touch $@

lab: $(READY)  ## open JupyterLab at the first lesson       (ARGS=--no-browser prints the address only)
	$(BIN)/jupyter lab --config=jupyter_lab_config.py $(ARGS)

progress: $(READY)  ## which exercises of course/ pass so far
	$(BIN)/python -m autograder progress

clean:  ## remove .venv and build/
	rm -rf .venv build

# A handout's Makefile ends here. What follows is for whoever teaches or develops.
TO     ?= build/handout
WORKERS ?= 1
SITE   := build/site-tools

.PHONY: teach check test thorough coverage mutants release handout grade scheduler worker links bench site

teach: $(READY)  ## the same with nbgrader's menu, Create Assignment and Formgrader
	TEACHING=1 $(BIN)/jupyter lab --config=jupyter_lab_config.py $(ARGS)

# What developing and testing need beyond the course.
TOOLS := .venv/.tools
$(TOOLS): tests/requirements.txt | $(READY)
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet -r tests/requirements.txt
	@touch $@

# nbgrader starts alembic from PATH.
PYTEST := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 2

check: $(READY) $(TOOLS)  ## lint, types and the fast tests            (under a minute; before every commit)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(PYTEST) -q -m "not sandbox and not browser and not release and not slow and not thorough" $(ARGS)

test: $(READY) $(TOOLS)  ## run all tests                             (ARGS='-k meter' picks some)
	$(PYTEST) $(ARGS)

# What takes too long for every change: attacks one by one.
thorough: $(READY) $(TOOLS)  ## attacks one by one beside honest learners (half an hour)
	$(PYTEST) -m thorough $(ARGS)

# Code that runs in child processes counts, too: coverage starts in each of them.
coverage: $(READY) $(TOOLS)  ## which lines of autograder and decodelab no test runs
	$(BIN)/coverage erase
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/coverage run -m pytest -n 2 $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# Not part of CI: a mutant takes about a second.
mutants: $(READY) $(TOOLS)  ## faults in the grader's code that no test sees (ARGS='autograder.grading.proof*')
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet -r tests/mutants_requirements.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/mutmut run --max-children 2 $(ARGS)
	$(BIN)/python -m tests.grader_mutants

release: $(READY)  ## make course/ from solutions/               (LESSON=..., default: all)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m autograder release $(LESSON)

handout: $(READY)  ## the course for learners, folder and zip   (TO=build/handout; GRADED_QUIZZES=1 judges quizzes later)
	GRADED_QUIZZES=$(GRADED_QUIZZES) PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m autograder handout --to $(TO)

grade: $(READY)  ## grade submitted/                          (LESSON=01_masked_attention, default: all)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m autograder grade $(LESSON) $(ARGS)

links:  ## links of README and guides to your copy        (REPOSITORY=https://github.com/jane/cost-of-a-token)
	@$(PYTHON) docs/links.py $(REPOSITORY)

# Grading on many machines: dask, of one version everywhere, beside the locked stack.
CLUSTER := .venv/.cluster
$(CLUSTER): requirements-cluster.txt | $(READY)
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet -r requirements-cluster.txt
	@touch $@

scheduler: $(READY) $(CLUSTER)  ## a cluster's scheduler, for make grade ARGS="--scheduler tcp://..."
	$(BIN)/dask scheduler $(ARGS)

worker: $(READY) $(CLUSTER)  ## workers of a cluster                      (SCHEDULER=tcp://head:8786 WORKERS=4)
	$(BIN)/dask worker $(SCHEDULER) --nthreads 1 --nworkers $(WORKERS) $(ARGS)

bench: $(READY)  ## measure what benchmarks/ measures
	for one in pictures decode_step capstone speculative lessons meter answers verdicts grading; do PYTHONPATH=. OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/$$one.py || exit 1; done

# The website's tools have an environment of their own: the course needs none of them.
$(SITE)/.ready: docs/requirements.txt | $(READY)
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(SITE)
	@VIRTUAL_ENV=$(CURDIR)/$(SITE) $(BIN)/uv pip install --quiet -r docs/requirements.txt
	@touch $@

site: $(READY) $(SITE)/.ready  ## build the website into build/site
	$(BIN)/python docs/prepare.py build/site-source
	COURSE_REPOSITORY=$$($(BIN)/python docs/links.py) $(SITE)/bin/python -m sphinx -q -W --keep-going -b html build/site-source build/site
	@echo "The website is in build/site: open build/site/index.html."

