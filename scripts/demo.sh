#!/bin/sh
# Lints the example, then a broken copy of it, then compiles and runs the example on embedded parts.
# Called by "make demo"; everything it writes lies under build/demo.
set -eu
[ -t 1 ] || export NO_COLOR=1
floe="$PWD/$BIN/floe"
python="$PWD/$BIN/python"

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
echo "That copy is broken on purpose; the exit code was 1, as it should be."

mkdir -p build/demo
cp -R examples/ecommerce build/demo/

echo
echo "== floe compile build/demo/ecommerce"
"$floe" compile build/demo/ecommerce

echo
echo "== the job full_pipeline"
"$python" scripts/run_pipeline.py build/demo/ecommerce ecommerce full_pipeline
