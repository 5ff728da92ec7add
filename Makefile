# `make help` lists the targets. `make check` runs every check that continuous integration runs.

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
.PHONY: check-tools check-generated check-format check-vet check-lint check-platforms check-build check-architecture check-tests check-modules

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 26

run: ## start Linecheck on an embedded SQLite in ./data; ARGS="demo" for a subcommand
	go run -tags nomsgpack ./cmd/linecheck $(ARGS)

build: ## build the program ./linecheck
	go build -trimpath -tags nomsgpack -o linecheck ./cmd/linecheck

release: check-platforms ## build stripped programs for Linux, macOS and Windows and their checksums in ./dist; VERSION=v1.2.3
	.ci/release dist $(VERSION)

# Run templ from the root, not from views, because it writes paths relative to the current folder.
generate: ## generate the Go code of the .templ files, docs/reference/errors.md, docs/reference/evidence.md and text/message/keys.json
	go tool templ generate
	go test ./models -count=1 -run '^Test(Errors|Evidence)Document$$' -update
	go test ./cmd/linecheck -count=1 -run '^TestMessageKeysAreListed$$' -update

fmt: ## format Go and templ files
	gofmt -w .
	go tool templ fmt .

test: ## run the quick tests, about two minutes: no browser, PostgreSQL, race detector or test that builds the program
	@echo "==> quick tests on SQLite. Only make check runs the browser tests, PostgreSQL, the race detector, and the tests that"
	@echo "    build and run the program (kill, backup, cluster, nginx, the examples of the API)."
	@go test -short ./...

bench: ## measure docs/measurements/speed.md; BENCH=Article, Annotate, Dashboard, CSV or Revise for one part; 17 idle minutes with COUNT=1
	.ci/postgres go test -run '^$$' -bench '$(BENCH)' -benchtime 1x -timeout 60m ./handlers | tr '\t' '\n'
	.ci/postgres go test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) $$(go list ./... | grep -v /handlers)

fuzz: ## run every fuzz target for FUZZTIME=30s each
	@.ci/fuzz $(FUZZTIME)

cluster: ## test two instances behind nginx with 200 reviewers for CLUSTER=2m; kill one and restart the database
	LINECHECK_CLUSTER=$(CLUSTER) LINECHECK_CLUSTER_REVIEWERS=200 LINECHECK_TEST_REQUIRE=1 go test ./cmd/linecheck -run '^TestCluster$$' -count=1 -v -timeout 30m

torture: ## kill the program KILLS=300 times, break its disk, load it for LOAD=5m, check every acknowledged write; best as root, with strace
	LINECHECK_TORTURE=1 LINECHECK_TORTURE_KILLS=$(KILLS) LINECHECK_TORTURE_LOAD=$(LOAD) go test ./cmd/linecheck -run '^TestTorture' -count=1 -v -timeout 90m

check: check-tools check-generated check-format check-vet check-lint check-build check-architecture check-tests check-modules ## run every check; a change is ready when this passes
	@echo "==> ready"

check-tools:
	@echo "==> tools: a browser, PostgreSQL, nginx, curl and a C compiler for the tests"
	@.ci/tools

# Compares checksums instead of git's status, so that uncommitted work passes if its generated code is up to date.
check-generated:
	@echo "==> generated code: templ generate and templ fmt change nothing"
	@sums() { find . -name '*.templ' -o -name '*_templ.go' | LC_ALL=C sort | xargs -r sha256sum; }; \
	before=$$(sums); \
	go tool templ generate -log-level error; \
	go tool templ fmt -log-level error .; \
	diff <(echo "$$before") <(sums) || { echo "These files were not up to date. They are now: review and commit them."; exit 1; }

check-format:
	@echo "==> format: gofmt"
	@unformatted=$$(gofmt -l .); [[ -z $$unformatted ]] || { echo "make fmt would change: $$unformatted"; exit 1; }

check-vet:
	@echo "==> static analysis: go vet and staticcheck"
	@go vet ./...
	@go tool staticcheck ./...

# Ignores words of other languages, and a misspelling that a test corrects.
check-lint:
	@echo "==> style: errors are compared with errors.Is, spelling, plain words, length of lines and commit subjects"
	@go tool go-errorlint ./...
	@git ls-files -z -- '*.go' '*.templ' '*.md' '*.js' '*.css' '*.sql' Makefile '.ci/*' ':!*_templ.go' ':!*/testdata/*' ':!static/vendor/*' \
		| xargs -0 go tool misspell -error -i autor,districs,fourty,correspondant,internacional,esportes,ministr,vell,passagers
	@.ci/lines
	@.ci/words
	@.ci/commits

check-build:
	@echo "==> build: without a C compiler, and with the tags of a release"
	@go build ./...
	@go build -tags nomsgpack -o /dev/null ./cmd/linecheck

# Not part of check: without a build cache it compiles everything twice more, three minutes of CPU time each.
check-platforms: ## run go vet for macOS and Windows
	@echo "==> platforms: go vet for macOS and Windows"
	@GOOS=darwin go vet ./...
	@GOOS=windows go vet ./...

check-architecture:
	@echo "==> architecture: only allowed imports, every exported name documented"
	@go test -count=1 -run '^TestArchitecture' ./cmd/linecheck

check-tests:
	@echo "==> tests: all except check-integrations, on SQLite and PostgreSQL, in a browser; concurrent code also under the race detector"
	@LINECHECK_TEST_REQUIRE=1 .ci/postgres .ci/tests

# Not part of check: LibreOffice alone is 400 MB. Check runs all other tests.
check-integrations: ## install LibreOffice, Exim, systemd-analyze and Node.js, and run the tests that need them; not part of make check
	@echo "==> integrations: LibreOffice files, a mail server, the systemd unit, receipts and another library"
	@.ci/integrations

check-modules:
	@echo "==> modules: checksums, and go.mod is tidy"
	@go mod verify
	@go mod tidy -diff
