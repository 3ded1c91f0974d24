#!/bin/sh
# Write the locks anew from pyproject.toml: every library pinned with its hashes, no index address.
set -eu
cd "$(dirname "$0")/.."
uv=.tools/uv/bin/uv
"$uv" pip compile --quiet --upgrade --universal --no-emit-index-url --no-header --generate-hashes \
    --python-version 3.11 --extra build pyproject.toml -o requirements.lock
"$uv" pip compile --quiet --upgrade --universal --no-emit-index-url --no-header --generate-hashes \
    --python-version 3.11 --group dev -c requirements.lock -o tests.lock
"$uv" pip compile --quiet --upgrade --universal --no-emit-index-url --no-header --generate-hashes \
    --python-version 3.11 --group peers -o peers.lock
echo "uv==$("$uv" --version | cut -d' ' -f2)" |
    "$uv" pip compile --quiet --universal --no-emit-index-url --no-header --generate-hashes \
        --python-version 3.11 - -o tools/installer.lock
