# `make run` and `make test` need Rust, Python >= 3.11 and make; all else they fetch and build.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := Cargo.toml Cargo.lock pyproject.toml python/Cargo.toml $(shell find src python/src lexicons models -type f 2>/dev/null)

TARGETS := text model line reader arrow
# the coverage that libFuzzer steers by, as cargo-fuzz asks for it; and the address sanitizer
FUZZFLAGS := --cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
	-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
	-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=4 -Zsanitizer=address
# where the interpreter's library is
LIBDIR = $(shell $(PYTHON) -c 'import sysconfig; print(sysconfig.get_config_var("LIBDIR"))')
HOST = $(shell rustc -vV | sed -n 's/host: //p')

.PHONY: help run test slow fuzz eval bench counts errors notebooks site picture build clean
.DEFAULT_GOAL := help

help: ## what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 10

.venv/ready: requirements-dev.txt
	@echo "fetching the tools of development into .venv: a minute or two"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sayso is developed on Python 3.11 or later; try make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

# PATH and VIRTUAL_ENV as after activating: maturin looks there for the interpreter
.venv/built: .venv/ready $(SOURCES)
	@echo "building sayso: some four minutes on two cores the first time, most of it Arrow, Parquet and link-time optimisation"
	VIRTUAL_ENV="$(CURDIR)/.venv" PATH="$(CURDIR)/$(BIN):$$PATH" maturin develop --release --locked
	@touch $@

build: .venv/built ## the environment and the package, installed in it

run: .venv/built ## entities and quotes of the sample articles, in out/ and in part on the screen
	@mkdir -p out
	@$(BIN)/sayso extract examples/articles --format jsonl > out/extractions.jsonl
	@PYTHONIOENCODING=utf-8 $(BIN)/sayso extract examples/articles > out/extractions.txt
	@$(BIN)/sayso extract examples/articles/01-ferry-budget.txt --format html > out/01-ferry-budget.html
	@sed -n '1p; /^Quotes/,$$p' out/extractions.txt | head -n 24
	@echo "..."
	@echo
	@echo "$$(grep -c . out/extractions.jsonl) sample articles were read (examples/articles); the beginning is above. Written:"
	@echo "  out/extractions.txt        entities and quotes of all, to read: $$(grep -c '' out/extractions.txt) lines"
	@echo "  out/extractions.jsonl      the same for programs: a line an article, spans as offsets"
	@echo "  out/01-ferry-budget.html   the first article with its quotes marked by speaker, for a browser"

test: .venv/built ## every test and lint, Rust and Python
	cargo fmt --all --check
	@# cargo fmt does not see the modules that a list of rules declares
	rustfmt --check --edition 2024 $(wildcard src/*/repairs/*.rs src/*/sure_cues/*.rs src/*/sieves/*.rs src/*/name_rules/*.rs)
	cargo clippy --locked --workspace --all-targets -- -D warnings
	cargo test --locked --workspace --quiet
	$(BIN)/ruff check python tests/python eval benches examples docs/*.py
	$(BIN)/ruff format --check python tests/python eval benches examples docs/*.py
	@# the last line says what was left out, and why (tests/python/conftest.py)
	$(BIN)/python -m pytest -qq

slow: .venv/built ## the tests that take minutes: a million marks, 5 MB of text; pages in Chromium
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-slow.txt
	$(BIN)/python -m pytest --quiet -m slow

fuzz: ## each fuzz target for a minute (SECONDS_EACH), or one: TARGETS=text; what it finds goes to fuzz/artifacts
	RUSTC_BOOTSTRAP=1 RUSTFLAGS="$(FUZZFLAGS)" PYO3_PYTHON="$(PYTHON)" cargo build --release --locked --quiet \
		--manifest-path fuzz/Cargo.toml --target-dir target/fuzz --target $(HOST) $(TARGETS:%=--bin %)
	@for target in $(TARGETS); do \
		mkdir -p fuzz/artifacts/$$target target/fuzz/corpus/$$target; \
		echo "fuzzing $$target"; \
		LD_LIBRARY_PATH="$(LIBDIR)" target/fuzz/$(HOST)/release/$$target -max_total_time=$(or $(SECONDS_EACH),60) -timeout=20 \
			-rss_limit_mb=4096 -max_len=4096 -print_final_stats=1 -artifact_prefix=fuzz/artifacts/$$target/ \
			target/fuzz/corpus/$$target fuzz/corpus/$$target > target/fuzz/$$target.log 2>&1 \
			|| { tail -n 40 target/fuzz/$$target.log; exit 1; }; \
		grep -h number_of_executed_units target/fuzz/$$target.log; \
	done

eval: .venv/built ## the scores and calibration, into eval/*.csv and README.md
	$(BIN)/python eval/evaluate.py

bench: .venv/built ## speed and memory, beside spaCy with SPACY=<an interpreter that has it>, some of it with PART=...; into docs/
	$(BIN)/python benches/speed.py $(PART) $(if $(SPACY),--spacy $(SPACY))

counts: ## instructions of each stage, compared with benches/counts.csv; needs valgrind
	cargo build --release --locked --package sayso --example stages
	$(PYTHON) benches/counts.py

errors: .venv/built ## the errors on PolNeAR dev by cause, and each rule; examples in target/errors.txt
	$(BIN)/python eval/errors.py
	$(BIN)/python eval/rules.py

notebooks: .venv/built ## runs examples/*.ipynb and writes their outputs
	$(BIN)/python examples/notebooks.py

site: .venv/built ## the site of docs/ with the API, in out/site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt --requirement requirements-docs.txt
	$(BIN)/python docs/api.py out/api
	PATH="$(CURDIR)/$(BIN):$$PATH" zensical build --clean --strict

picture: .venv/built ## README's picture of the view, docs/view.png; needs Chromium
	$(BIN)/python docs/picture.py

clean: ## removes what was made
	rm -rf .venv out dist target python/sayso/*.so
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
