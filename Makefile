# The only commands to know: env demo test lint types fmt bench docs (and requirements).
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
# Stamps hold no content; they say which requirements the environment was made from.
BASE := $(VENV)/.base-stamp
DEV := $(VENV)/.dev-stamp
# The lists are complete, so nothing is resolved again: pip 23 refuses `coverage[toml]` beside a pinned
# coverage as soon as a newer coverage is published.
PIP := $(PY) -m pip --disable-pip-version-check --quiet install --no-deps

.PHONY: help env demo test lint types fmt bench docs requirements

help:
	@echo "make env           tạo môi trường trong .venv (lệnh .venv/bin/coso)"
	@echo "make demo          chạy thử với dữ liệu mẫu (PORT=8000)"
	@echo "make test          chạy bộ kiểm thử"
	@echo "make lint types    kiểm tra cách viết, các tầng, kiểu"
	@echo "make fmt           sắp lại mã nguồn"
	@echo "make bench         đo tốc độ"
	@echo "make docs          kiểm tra tài liệu"
	@echo "make requirements  khóa lại phiên bản các gói"

env: $(BASE)

$(PY):
	@command -v $(PYTHON) >/dev/null || { echo "Cần Python 3.11 trở lên (Debian: apt install python3 python3-venv)." >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Cần Python 3.11 trở lên; $(PYTHON) là $$($(PYTHON) -V). Chạy: make env PYTHON=python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Thiếu gói python3-venv. Chạy: sudo apt install python3-venv" >&2; exit 2; }
	@echo "Tạo môi trường Python trong $(VENV)…"
	@$(PYTHON) -m venv $(VENV)

$(BASE): requirements/base.txt requirements/build.txt pyproject.toml | $(PY)
	@echo "Cài các gói (requirements/base.txt)…"
	@$(PIP) --require-hashes -r requirements/build.txt -r requirements/base.txt
	@$(PIP) --no-build-isolation -e .
	@touch $@

$(DEV): requirements/dev.txt $(BASE)
	@echo "Cài các gói để phát triển (requirements/dev.txt)…"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

demo: env
	@exec $(VENV)/bin/coso demo --port $(PORT)

test: $(DEV)
	@bash .ci/browser
	@$(PY) -m pytest $(ARGS)

lint: $(DEV)
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/lint-imports --no-cache
	@$(VENV)/bin/djlint src/coso/web/templates --lint --quiet

types: $(DEV)
	@$(VENV)/bin/mypy

fmt: $(DEV)
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

bench: $(DEV)
	@benchmarks/run

docs: $(DEV)
	@$(PY) -m pytest tests/architecture/test_documents.py $(ARGS)

# Needs uv (pip install uv). No index address is written down: any mirror serves.
UV := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --custom-compile-command "make requirements"
requirements:
	@$(UV) pyproject.toml -o requirements/base.txt
	@$(UV) --extra dev -c requirements/base.txt pyproject.toml -o requirements/dev.txt
	@$(UV) --extra spark -c requirements/base.txt pyproject.toml -o requirements/spark.txt
	@echo "setuptools>=77" | $(UV) - -o requirements/build.txt
