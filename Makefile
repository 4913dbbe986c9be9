# SPDX-License-Identifier: EUPL-1.2
# Two commands matter: make run, make test. Each is a script in scripts/ and can be read there.
.PHONY: help run test test-full build bench lint fuzz clean
.DEFAULT_GOAL := help

help: ## what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: ## installs what is missing, builds, serves the demo on http://localhost:8080 (PORT=, DATA=)
	@PORT="$(PORT)" DATA="$(DATA)" scripts/run

test: ## sets up and runs every test with sanitizers; closes with "N passed, N failed"
	@scripts/test

test-full: ## the same with wide matrices and the thread sanitizer: for the night
	@scripts/test --full

build: ## build/schakel
	@scripts/setup --for run && scripts/build

bench: ## measurements beside a reference in the same run
	@scripts/bench

lint: ## layout, analysers, spelling, house rules
	@scripts/lint

fuzz: ## each parser against hostile input, half a minute each (SECONDS_EACH=)
	@SECONDS_EACH="$(SECONDS_EACH)" scripts/fuzz

clean: ## takes away what was built; data/ stays
	@rm -rf build build-asan build-tsan build-clang build-fuzz build-bench
