#!/bin/sh
# Lints the example, then a broken copy of it, to show what a user sees. Called by "make demo".
set -eu
floe="$BIN/floe"

echo "== floe lint examples/ecommerce"
"$floe" lint examples/ecommerce

echo
echo "== floe lint examples/ecommerce-broken"
status=0
"$floe" lint examples/ecommerce-broken || status=$?
if [ "$status" -ne 1 ]; then
    echo "the broken copy should give exit code 1, not $status" >&2
    exit 1
fi
echo
echo "That copy is broken on purpose; the exit code was 1, as it should be."
