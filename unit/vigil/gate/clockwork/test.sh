#!/bin/sh
# Runs the tests and leaves in OUT what they did (junit.xml) and which lines ran (lines.lcov).
set -eu
out=$1
linker=
! command -v ld.lld >/dev/null || linker=-fuse-ld=lld
clang -std=c17 -Wall -Werror -g $linker -fsanitize=address,undefined -fno-sanitize-recover=all \
    -fprofile-instr-generate -fcoverage-mapping -Isrc tests/*.c src/*.c -o "$out/tests"
status=0
LLVM_PROFILE_FILE=$out/raw "$out/tests" "$out/junit.xml" || status=$?
llvm-profdata merge -o "$out/profile" "$out/raw"
llvm-cov export --format=lcov --instr-profile "$out/profile" "$out/tests" >"$out/lines.lcov"
exit "$status"
