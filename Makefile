# make demo   build a graph from the sample articles and show what is in it
# make test   check the program: style, types, tests
# Both set up what they need in .venv. PYTHON names the interpreter: make test PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test clean
.DELETE_ON_ERROR:

demo: $(VENV)/installed
	@mkdir -p out
	@rm -rf out/store
	@echo "Reading data/articles into out/store; loading the language model takes a few seconds …"
	@$(BIN)/kg build data/articles --store out/store
	@$(BIN)/kg export --store out/store -o out/graph.ttl
	@$(BIN)/kg export --store out/store -o out/graph.trig
	@$(BIN)/kg view --store out/store -o out/graph.html
	@echo
	@echo "Who opposes Turkey?  (kg query --store out/store who-opposes actor=turkey)"
	@echo
	@$(BIN)/kg query --store out/store who-opposes actor=turkey
	@echo
	@echo "The sample articles became statements, each with the sentence that supports it:"
	@echo "  out/graph.html   who stands how to whom; open it in a browser and click an edge"
	@echo "  out/graph.ttl    the same as RDF, for any tool that reads Turtle"
	@echo "  out/graph.trig   with one named graph an article"
	@echo "  out/store        ask it more: $(BIN)/kg query --store out/store --list"

test: $(VENV)/installed-test
	@bash .ci/tools $(BIN)/python
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict kg
	$(BIN)/python -m pytest -n auto --dist loadfile

clean:
	rm -rf $(VENV) out build dist

$(VENV)/installed: setup.cfg pyproject.toml | $(BIN)/python
	@echo "Installing kg into $(VENV); the first time this downloads about 150 MB …"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/installed-test: setup.cfg pyproject.toml | $(BIN)/python
	@echo "Installing kg and what its tests need into $(VENV); the first time this takes a few minutes …"
	@$(PIP) install --editable '.[test]'
	@touch $@ $(VENV)/installed

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "make: there is no $(PYTHON): install Python 3.11 or newer, or name it: make PYTHON=…" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: kg needs Python 3.11 or newer and $(PYTHON) is $$($(PYTHON) -V): name a newer one: make PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "make: $(PYTHON) cannot make virtual environments: on Debian and Ubuntu, sudo apt-get install python3-venv" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 2; }
