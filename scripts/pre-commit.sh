#!/usr/bin/env bash
# The hook of pre-commit, in its clone of this repository: built by the first run, since npm cannot build what it
# installs globally from git (its "global" is handed on to the installation of the compiler).
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ ! -f "$home/dist/cli/main.js" ]; then
  { npm ci --prefix "$home" --include=dev --no-audit --no-fund && npm run --prefix "$home" build; } >&2
fi
exec node "$home/dist/cli/main.js" plan "$@"
