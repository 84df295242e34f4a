# Two commands are enough: make run, make test. Everything else is for those who work on the product.
.PHONY: run test bench bench-engine check messages help

run: ## set up what is missing and start web, workers and scheduler (PORT=8000 HOST=127.0.0.1)
	@bin/setup
	@exec bin/start

test: ## run the tests
	@bin/setup --dev
	@.venv/bin/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

bench: ## measure speed on this machine (docs/benchmarks.md says how to read it)
	@bin/setup --dev
	@.venv/bin/python bin/bench.py $(ARGS)

bench-engine: ## measure the analysis engine's speed and memory, with and without its sentence embedder
	@bin/setup
	@.venv/bin/python bin/bench_engine.py $(ARGS)

check: ## lint, layers, migrations and message catalogues
	@bin/check

messages: ## collect new messages into the catalogues (needs gettext)
	@bin/messages

help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'
