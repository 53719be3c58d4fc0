# Everything a newcomer needs: `make demo` and `make test` do all their set-up themselves.
# Nobody needs more than one of .demo-ready (the product), .ready (with its tests) and .bench-ready.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# Tests side by side, a file at a time, so that what a file sets up is set up once.
PARALLEL := $(BIN)/pytest -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder

.PHONY: demo quick test test-long test-crash fuzz relevance lint types check bench bench-full bench-servers \
	bench-analysis bench-layers bench-engines bench-questions bench-reindex bench-snippets bench-translation \
	screenshots clean

$(VENV)/.demo-ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable .
	touch $@

$(VENV)/.ready: $(VENV)/.demo-ready
	$(BIN)/pip install --quiet --editable '.[test]'
	touch $@

## Index the sample articles and serve them on http://127.0.0.1:8000/
demo: $(VENV)/.demo-ready
	$(BIN)/yinsuo reindex samples --index demo-index
	$(BIN)/yinsuo serve --index demo-index --port $(PORT)

## The tests that say within a minute whether something is broken
quick: $(VENV)/.ready
	$(PARALLEL) -q -m 'not slow and not alone'

## All tests: first those that can run side by side, then those that measure time or memory
test: $(VENV)/.ready
	$(PARALLEL) -m 'not alone'
	$(BIN)/pytest -m alone

## The property tests with many thousand examples each, which takes long
test-long: $(VENV)/.ready
	TEST_EXAMPLES=50000 $(BIN)/pytest tests/search/test_findable.py tests/search/test_evidence_shown.py
	TEST_EXAMPLES=5000 $(BIN)/pytest tests/index/engines/test_same_answers.py

## A hundred thousand random strings as queries
fuzz: $(VENV)/.ready
	TEST_STRINGS=100000 $(BIN)/pytest tests/search/test_fuzz.py -k 'random and tantivy'

## The quality of the ranking on the judged sets, compared with the expected figures
relevance: $(VENV)/.ready
	$(BIN)/python tests/relevance/run.py $(ARGS)

## 200 kills of each kind of build with each engine, then one before each step that it takes in its folder
test-crash: $(VENV)/.ready
	TEST_KILLS=200 $(BIN)/pytest tests/crash

$(VENV)/.bench-ready: $(VENV)/.ready
	$(BIN)/pip install --quiet --editable '.[test,bench]'
	touch $@

## How fast it is, next to what people would use instead: some minutes, with a part of the texts for the peers.
## Needs the texts beside the project; includes Xapian and the load on the server where python3-xapian and wrk
## are installed (Debian: apt-get install python3-xapian wrk)
bench: $(VENV)/.bench-ready
	$(BIN)/python tests/bench/run.py $(ARGS)

## The same with all texts, a million passages and a hundred thousand requests, in about an hour; then
## `python tests/bench/tables.py .bench/full.json` writes docs/BENCHMARK.md
bench-full: $(VENV)/.bench-ready
	$(BIN)/python tests/bench/run.py --full $(ARGS)

## Which server carries the most load
bench-servers: $(VENV)/.bench-ready
	$(BIN)/python tests/bench/servers.py $(ARGS)

## How fast analysis is, and what each of its layers costs and gives; both need the texts beside the project
bench-analysis: $(VENV)/.ready
	$(BIN)/python tests/bench/analysis.py

bench-layers: $(VENV)/.ready
	$(BIN)/python tests/bench/layers.py

## What each engine costs, and how similarly they rank
bench-engines: $(VENV)/.ready
	$(BIN)/python tests/bench/engines.py

## How long it takes to plan a query, by stage
bench-questions: $(VENV)/.ready
	$(BIN)/python tests/bench/questions.py

## How fast builds and updates are, and how much memory they need
bench-reindex: $(VENV)/.ready
	$(BIN)/python tests/bench/reindex.py

## What passages, snippets and citations of ten articles cost, by stage, and for one article of up to 5 MB
bench-snippets: $(VENV)/.ready
	$(BIN)/python tests/bench/snippets.py

## What it costs to search in the other language too
bench-translation: $(VENV)/.ready
	$(BIN)/python tests/bench/translation.py

## Style and types
lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready
	$(BIN)/mypy

check: lint types test

## The pictures in the READMEs, taken of the sample articles with Chromium and a font for Han text
## (Debian: chromium, fonts-noto-cjk or fonts-wqy-microhei)
screenshots: $(VENV)/.ready
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf $(VENV) .bench demo-index build dist *.egg-info
