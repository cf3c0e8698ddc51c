# The commands of Milepost; `make` lists them.
UV := .tools/bin/uv
PY := .venv/bin/python
UV_VERSION := 0.13.9
STAGE ?=
NODE_BIN = $(shell $(PY) -c "from cli.local.toolchain import node_folder; print(node_folder())")
CDK = PATH="$(NODE_BIN):$$PATH" JSII_NODE="$(NODE_BIN)/node" CDK_DISABLE_CLI_TELEMETRY=1 node_modules/.bin/cdk

.DEFAULT_GOAL := help
.PHONY: .stage help oracle setup run smoke test database browser lint fmt types contracts synth build openapi bootstrap deploy destroy check bench proof api-proof fuzz samples mutation clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: .venv/.synced node_modules/.synced ## install everything into this checkout

$(UV):
	@echo "installing uv $(UV_VERSION) into .tools"
	@python3 -m venv .tools
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.synced: $(UV) pyproject.toml uv.lock
	@echo "installing Python packages as uv.lock says"
	@UV_PYTHON_DOWNLOADS=never $(UV) sync --frozen --quiet
	@touch $@

node_modules/.synced: .venv/.synced package.json package-lock.json
	@echo "installing the CDK command as package-lock.json says"
	@$(PY) -m cli.local.packages
	@touch $@

run: setup ## start the whole stack here, post a sample case and follow its life (Ctrl-C stops)
	@$(PY) -m cli local run

smoke: setup ## the main job without a person: once as it is, once with broken timers
	@$(PY) -m cli local smoke

test: .venv/.synced ## everything that is fast and offline
	@.venv/bin/pytest -n 2 -q

database: .venv/.synced ## the suites of the store on Amazon's DynamoDB Local, where there is a Java
	@$(PY) -m tests.database

browser: .venv/.synced ## pages, as Debian's Chromium shows them
	@$(PY) -m tests.browser

lint: .venv/.synced ## style
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

fmt: .venv/.synced ## put the style right where a machine can
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

types: .venv/.synced ## mypy, strict
	@.venv/bin/mypy

contracts: .venv/.synced ## who may import whom
	@.venv/bin/lint-imports

build: setup ## code asset and dependency layer of a stage: make build STAGE=dev
	@$(PY) -m infra.bundling --stage $(or $(STAGE),dev)

synth: setup ## templates of every stage, judged by cdk-nag and cfn-lint
	@.venv/bin/pytest -q tests/infra -p no:xdist

openapi: .venv/.synced ## write docs/openapi.json anew
	@$(PY) -m functions.api.openapi

.stage: setup
	@case "$(STAGE)" in dev|prod) ;; *) echo "Say which stage: STAGE=dev (or prod). The local stack is make run."; exit 2;; esac
	@$(PY) -m infra.bundling --stage $(STAGE)

bootstrap: .stage ## make a new AWS account and region ready for deploys, once: make bootstrap STAGE=dev
	@$(CDK) bootstrap -c stage=$(STAGE)

deploy: .stage ## deploy to AWS: make deploy STAGE=dev (CONFIRM=yes asks nothing)
	@$(CDK) deploy --all -c stage=$(STAGE) --outputs-file build/$(STAGE)/outputs.json $(if $(filter yes,$(CONFIRM)),--require-approval never,) || \
	  { echo "An account and region that is new to this needs 'make bootstrap STAGE=$(STAGE)' first, once."; exit 1; }

destroy: .stage ## take a stage away: make destroy STAGE=dev (CONFIRM=yes asks nothing)
	@$(CDK) destroy --all -c stage=$(STAGE) $(if $(filter yes,$(CONFIRM)),--force,)

oracle: .venv/.synced ## a million answers of business time against a walk minute by minute
	@$(PY) -m tests.property.million

proof: .venv/.synced ## the same laws over twenty times as many lives: minutes, not seconds
	@.venv/bin/pytest -n 2 -q tests/property tests/live --hypothesis-profile=big

api-proof: $(UV) ## generated requests for every operation, as each role: minutes
	@UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv-api-proof $(UV) sync --frozen --quiet --group api-proof
	@.venv-api-proof/bin/python -m tests.api_proof --examples $(or $(EXAMPLES),200)

samples: .venv/.synced ## write what becomes of each example mail into docs/mail-samples.md
	@$(PY) -m tests.mail_samples

fuzz: .venv/.synced ## read a hundred thousand mails that were never sent: minutes
	@$(PY) -m tests.fuzz --messages $(or $(MESSAGES),100000)

mutation: $(UV) ## break the clock in every way, and see whether a test notices (see docs/mutation.md)
	@UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv-mutation $(UV) sync --frozen --quiet --group mutation
	@[ ! -d mutants ] || find mutants -type f ! -name "*.meta" ! -path "mutants/shared/*.py" ! -path "mutants/mutmut*" -delete
	@nice -n 10 .venv-mutation/bin/mutmut run --max-children $(or $(WORKERS),1) $(MUTANTS)
	@.venv-mutation/bin/python -m tests.support.mutants

bench: .venv/.synced ## measure business time against other libraries, and the verbs
	@UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv-bench $(UV) sync --frozen --quiet --group bench
	@.venv-bench/bin/python -m tests.bench.bench_business_time
	@$(PY) -m tests.bench.bench_verbs
	@$(PY) -m tests.bench.bench_milestones

check: lint types contracts test database browser synth api-proof smoke ## everything that CI runs

clean: ## forget what was built and the local state
	@rm -rf build mutants cdk.out .local .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
