#!/usr/bin/env bash
# Write what the keeper reads about a contribution to the file $1. BASE: the branch it is to be merged into.
set -euo pipefail
negotiation-data review "$BASE" refs/contribution --format github --comment "$1" > /dev/null || test $? -eq 1 # 1: it has errors, as the comment says
test "$(wc -c < "$1")" -le 200000
