#!/usr/bin/env bash
# Annotate what is wrong with a contribution, and say the rest on the run's page. Fails if anything is.
# BASE: the commit it is to be merged into. Our own tool reads refs/contribution; no code of it runs.
set -euo pipefail
negotiation-data review "$BASE" refs/contribution --format github --comment "${GITHUB_STEP_SUMMARY:-comment.md}"
