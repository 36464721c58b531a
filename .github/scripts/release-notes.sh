#!/usr/bin/env bash
# Print the part of CHANGELOG.md that is about the version $1 (v0.2.0 or 0.2.0). Fails if there is none.
set -euo pipefail
awk -v wanted="${1#v}" '
  /^## / { inside = index($0, wanted) > 0; if (inside) found = 1; next }
  inside
  END { exit !found }
' CHANGELOG.md
