#!/usr/bin/env bash
# Bring a contribution's objects into this clone of ours as refs/contribution. Nothing of it is checked out.
# $1: what to fetch from origin: refs/pull/NUMBER/head, or a commit.
set -euo pipefail
git -c transfer.fsckObjects=true fetch --quiet --no-tags --no-recurse-submodules origin "+$1:refs/contribution"
