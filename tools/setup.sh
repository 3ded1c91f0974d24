# Shell functions of ./run and ./test: one pinned installer, one virtual environment, hashed locks.

majung_stop() {
    echo "majung: $1" >&2
    echo "majung: what helps: $2" >&2
    exit 1
}

majung_python() {
    for candidate in python3 python3.11 python3.12 python3.13 /usr/bin/python3; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    majung_stop "no Python 3.11 or later was found on the PATH" \
        "install one (on Debian and Ubuntu: apt-get install python3 python3-pip)"
}

# majung_setup LOCK… : make .venv hold exactly what the locks name; at once when it already does.
majung_setup() {
    # Thousands of modules are imported in many processes: each is compiled once, whatever is set.
    unset PYTHONDONTWRITEBYTECODE
    # Trust what the machine trusts: offices often sit behind a certificate of their own.
    export UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1
    wanted=$(cat "$@" tools/installer.lock pyproject.toml | cksum)
    installed=$(cat ".venv/.locks-$#" 2>/dev/null || true)
    [ "$wanted" = "$installed" ] && return
    python=$(majung_python)
    uv=.tools/uv/bin/uv
    pinned=$(sed -n 's/^uv==\([^ ]*\).*/\1/p' tools/installer.lock)
    if [ ! -x "$uv" ] || [ "$("$uv" --version 2>/dev/null | cut -d' ' -f2)" != "$pinned" ]; then
        "$python" -m pip --version >/dev/null 2>&1 ||
            majung_stop "$python has no pip" "install it (on Debian and Ubuntu: apt-get install python3-pip)"
        echo "majung: fetching the installer (uv $pinned) …" >&2
        rm -rf .tools/uv
        "$python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
            --require-hashes --target .tools/uv -r tools/installer.lock ||
            majung_stop "the installer could not be fetched" \
                "check the network or the package mirror of pip (pip config list), then start again"
    fi
    [ -x .venv/bin/python ] || "$uv" venv --quiet --python "$python" .venv
    echo "majung: installing the libraries of $* …" >&2
    for lock in "$@"; do
        "$uv" pip install --quiet --python .venv/bin/python --require-hashes -r "$lock" ||
            majung_stop "the libraries of $lock could not be installed" \
                "check the network and free disk space (df -h .), then start again"
    done
    "$uv" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e . ||
        majung_stop "Majung itself could not be installed into .venv" "remove .venv and start again"
    echo "$wanted" >".venv/.locks-$#"
}
