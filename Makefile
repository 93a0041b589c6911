# make lists the targets; each installs what it needs first.
SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

GOLANGCI_LINT_VERSION := v2.15.0
ROUNDS ?= 200
SIZES  ?= 1000,10000,100000

export GOFLAGS ?= -buildvcs=false
# Go's caches lie there, and some services have none.
export HOME ?= $(shell getent passwd "$$(id -u)" | cut -d: -f6)
needed_go := $(shell sed -n 's/^go //p' go.mod)
sudo      := $(if $(filter 0,$(shell id -u)),,sudo)

.NOTPARALLEL: # two apt-get at once refuse each other

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: play
play: build ## run the bot with two customers and two managers on a web page; no token needed
	bin/faqbot play

.PHONY: build
build: go postgres ## build bin/faqbot
	go build -trimpath -o bin/faqbot ./cmd/faqbot

.PHONY: test
test: go postgres compiler git browser prometheus ## run all tests
	go test -race -timeout 20m ./...
	cd dashboards && go test ./...

.PHONY: lint
lint: go .tools/golangci-lint-$(GOLANGCI_LINT_VERSION) ## check style and find common mistakes
	.tools/golangci-lint-$(GOLANGCI_LINT_VERSION) run
	cd dashboards && ../.tools/golangci-lint-$(GOLANGCI_LINT_VERSION) run --config ../.golangci.yaml

.PHONY: format
format: go .tools/golangci-lint-$(GOLANGCI_LINT_VERSION) ## format the code as lint wants it
	.tools/golangci-lint-$(GOLANGCI_LINT_VERSION) fmt

.PHONY: torture
torture: go postgres compiler ## kill the bot ROUNDS times (200) under load and judge what arrived
	@go test -list '^TestTorture' ./internal/app | grep '^TestTorture' >/dev/null || { echo "there is no test to run" >&2; exit 1; }
	FAQBOT_TORTURE_ROUNDS=$(ROUNDS) go test -race -count=1 -timeout 60m -v -run TestTorture ./internal/app/...

.PHONY: bench
bench: go postgres ## measure the search beside its peers at SIZES articles (1000,10000,100000)
	@go test -list '^BenchmarkPeers$$' ./internal/bench | grep '^BenchmarkPeers$$' >/dev/null || { echo "there is nothing to measure" >&2; exit 1; }
	go test -run '^$$' -bench '^BenchmarkPeers$$' -benchtime 1x -timeout 2h ./internal/bench -sizes '$(SIZES)'

.PHONY: bench-desk
bench-desk: go postgres ## measure how fast managers are answered at a desk with 101,000 tickets (15 minutes)
	go test -run '^$$' -bench '^BenchmarkDesk$$' -benchtime 1x -timeout 30m ./internal/app

# The sets beside the weight of one of their questions. An encyclopedia's are many and not what people ask a service. Each
# stands a second time with its answers alone, so that articles without a question are found too.
sets := rutube=1 mirea-student=1 mipt-school=1 xquad-ru=0.1 \
	rutube-answers=1 mirea-student-answers=1 xquad-ru-answers=0.3 mipt-school-answers=1

.PHONY: model
model: build ## fit index/model.json anew to the labelled sets in the folder FAQBOT_EVAL_DATA
	$(call debian,jq)
	@test -n "$$FAQBOT_EVAL_DATA" || { echo "FAQBOT_EVAL_DATA must name the folder of the labelled sets" >&2; exit 1; }
	@mkdir -p bin/sets; given=(); for s in $(sets); do \
		name=$${s%=*}; set=$${name%-answers}; kb=$$FAQBOT_EVAL_DATA/$$set/kb.jsonl; \
		if [ $$name != $$set ]; then \
			jq -c '.question = "" | .alt_questions = []' "$$kb" > bin/sets/$$name.jsonl; kb=bin/sets/$$name.jsonl; fi; \
		given+=(--name $$name --weight $${s#*=} --kb "$$kb" --queries "$$FAQBOT_EVAL_DATA/$$set/queries.dev.jsonl"); \
	done; \
	bin/faqbot tune --fresh "$${given[@]}" --out index/model.json

.PHONY: clean
clean: ## remove what was built
	rm -rf bin .tools

# The pieces that the targets above need, each told of when it is missing.

.PHONY: go
go:
	@if ! command -v go >/dev/null; then \
		echo "Go $(needed_go) or newer is needed, and there is none on the PATH: https://go.dev/dl/" >&2; exit 1; fi; \
	have=$$(cd / && GOTOOLCHAIN=local go env GOVERSION | sed 's/^go//; s/[^0-9.].*//'); \
	if [ "$$(printf '%s\n' "$(needed_go)" "$$have" | sort -V | head -n 1)" != "$(needed_go)" ]; then \
		echo "Go $(needed_go) or newer is needed, this is Go $$have: https://go.dev/dl/" >&2; exit 1; fi

# $(call debian,packages): install Debian packages that are missing.
define debian
@missing=$$(for p in $(1); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
if [ -n "$$missing" ]; then \
	if ! { command -v apt-get && command -v $(or $(sudo),true); } >/dev/null; then \
		echo "Debian packages are missing; as root: apt-get install" $$missing >&2; exit 1; fi; \
	echo "installing Debian packages:" $$missing; \
	$(sudo) apt-get update -q; \
	$(sudo) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; \
fi
endef

.PHONY: postgres
postgres:
	$(call debian,postgresql)

.PHONY: compiler
compiler: # the race detector needs C
	$(call debian,gcc libc6-dev)

.PHONY: git
git: # what is published is committed
	$(call debian,git)

.PHONY: browser
browser:
	$(call debian,chromium fonts-noto-color-emoji fonts-dejavu-core)

.PHONY: prometheus
prometheus: # promtool tests the rules
	$(call debian,prometheus)

.tools/golangci-lint-$(GOLANGCI_LINT_VERSION):
	@mkdir -p .tools
	GOBIN=$(CURDIR)/.tools/new go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	@mv .tools/new/golangci-lint $@ && rmdir .tools/new
