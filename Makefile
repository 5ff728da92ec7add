# What a newcomer types. `make help` lists it; `make check` is the one word for ready.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The program needs no C compiler. Only the race detector does.
export CGO_ENABLED := 0

BENCH ?= .
COUNT ?= 5
FUZZTIME ?= 30s
CLUSTER ?= 2m
KILLS ?= 300
LOAD ?= 5m
PKG ?= ./...
VERSION ?=

.PHONY: help run build release generate fmt test bench fuzz cluster torture check check-integrations
.PHONY: check-tools check-generated check-format check-vet check-lint check-platforms check-build check-house check-tests check-modules

help: ## list these words
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 26

run: ## start Linecheck on an embedded SQLite in ./data; ARGS="demo" for a subcommand
	go run -tags nomsgpack ./cmd/linecheck $(ARGS)

build: ## make the program ./linecheck
	go build -trimpath -tags nomsgpack -o linecheck ./cmd/linecheck

release: check-platforms ## build stripped programs for Linux, macOS and Windows with their checksums into ./dist; VERSION=v1.2.3
	.ci/release dist $(VERSION)

# From here and not from views: the folder it starts in is part of what it writes.
generate: ## write the Go code of the .templ files, docs/reference/errors.md, docs/reference/evidence.md and text/message/keys.json
	go tool templ generate
	go test ./models -count=1 -run '^Test(Errors|Evidence)Document$$' -update
	go test ./cmd/linecheck -count=1 -run '^TestMessageKeysAreListed$$' -update

fmt: ## format Go and templ files
	gofmt -w .
	go tool templ fmt .

test: ## the quick tests, about two minutes: no browser, no PostgreSQL, no race detector, and nothing that builds and runs the program
	@echo "==> quick tests, on SQLite. Left to make check: the browser (journeys, scripts, the look at every page), PostgreSQL, the race"
	@echo "    detector, and what builds and runs the program (kill, keep, cluster, nginx, the examples of the API)."
	@go test -short ./...

bench: ## measure docs/measurements/speed.md; BENCH=Article, Annotate, Dashboard, CSV or Revise for one part; 17 quiet minutes with COUNT=1
	.ci/postgres go test -run '^$$' -bench '$(BENCH)' -benchtime 1x -timeout 60m ./handlers | tr '\t' '\n'
	.ci/postgres go test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) $$(go list ./... | grep -v /handlers)

fuzz: ## run every fuzz target for FUZZTIME=30s each
	@.ci/fuzz $(FUZZTIME)

cluster: ## two instances behind nginx, 200 reviewers for CLUSTER=2m, one killed, the database restarted
	LINECHECK_CLUSTER=$(CLUSTER) LINECHECK_CLUSTER_REVIEWERS=200 LINECHECK_TEST_REQUIRE=1 go test ./cmd/linecheck -run '^TestCluster$$' -count=1 -v -timeout 30m

torture: ## kill it KILLS=300 times on each database, break its disk, load it for LOAD=5m, and look for everything it acknowledged; best as root, with strace
	LINECHECK_TORTURE=1 LINECHECK_TORTURE_KILLS=$(KILLS) LINECHECK_TORTURE_LOAD=$(LOAD) go test ./cmd/linecheck -run '^TestTorture' -count=1 -v -timeout 90m

check: check-tools check-generated check-format check-vet check-lint check-build check-house check-tests check-modules ## all that must hold before a change is ready
	@echo "==> ready"

check-tools:
	@echo "==> tools: a browser, PostgreSQL, nginx, curl and a C compiler for the tests"
	@.ci/tools

# The sums are compared and not git's status, so that work in progress passes while its generated code is up to date.
check-generated:
	@echo "==> generated code: templ generate and templ fmt change nothing"
	@sums() { find . -name '*.templ' -o -name '*_templ.go' | LC_ALL=C sort | xargs -r sha256sum; }; \
	before=$$(sums); \
	go tool templ generate -log-level error; \
	go tool templ fmt -log-level error .; \
	diff <(echo "$$before") <(sums) || { echo "These files were not up to date. They are now: look at them and commit."; exit 1; }

check-format:
	@echo "==> format: gofmt has nothing to say"
	@unformatted=$$(gofmt -l .); [[ -z $$unformatted ]] || { echo "make fmt would change: $$unformatted"; exit 1; }

check-vet:
	@echo "==> faults: go vet and staticcheck"
	@go vet ./...
	@go tool staticcheck ./...

# Words of other languages, and a misspelling that a test corrects, are no misspellings.
check-lint:
	@echo "==> manners: errors are compared with errors.Is, words are spelt right, lines and commit subjects are short"
	@go tool go-errorlint ./...
	@git ls-files -z -- '*.go' '*.templ' '*.md' '*.js' '*.css' '*.sql' Makefile '.ci/*' ':!*_templ.go' ':!*/testdata/*' ':!static/vendor/*' \
		| xargs -0 go tool misspell -error -i autor,districs,fourty,correspondant,internacional,esportes
	@.ci/lines
	@.ci/commits

check-build:
	@echo "==> build: plain, without a C compiler, and as it is released"
	@go build ./...
	@go build -tags nomsgpack -o /dev/null ./cmd/linecheck

# Not part of check: on a cold machine it compiles everything twice more, three minutes of processor each.
check-platforms: ## go vet for macOS and Windows
	@echo "==> platforms: go vet has nothing to say for macOS and Windows"
	@GOOS=darwin go vet ./...
	@GOOS=windows go vet ./...

check-house:
	@echo "==> house: nobody imports what the house does not allow"
	@go test -count=1 -run '^TestHouse' ./cmd/linecheck

check-tests:
	@echo "==> tests: all but those of check-integrations, on SQLite and PostgreSQL, in a browser; what starts goroutines under the race detector, too"
	@LINECHECK_TEST_REQUIRE=1 .ci/postgres .ci/tests

# Not part of check: LibreOffice alone is 400 MB. No other test is left out of check.
check-integrations: ## the tests that need large programs by others (LibreOffice, systemd-analyze), which it installs; make check leaves them out
	@echo "==> integrations: files by and for LibreOffice, the systemd unit"
	@.ci/integrations

check-modules:
	@echo "==> modules: as published, and go.mod is tidy"
	@go mod verify
	@go mod tidy -diff
