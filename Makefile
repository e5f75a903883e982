# What runs on demand; `lit test` runs the tests.
PYTHON ?= .venv/bin/python
SEEDS ?= 2000
FIRST ?= 0

.PHONY: test fuzz bench docs
test:
	$(PYTHON) -m lit.main -v test

fuzz:
	$(PYTHON) -m pytest test/random --seeds $(SEEDS) --first-seed $(FIRST)

bench:
	$(PYTHON) bench/run.py

docs:
	$(PYTHON) docs/generate.py > docs/passes.md
