#!/bin/sh
# Runs tests/NAME, one after another; OUT/junit.xml grows as they end. usage: test.sh OUT
set -eu
printf '<testsuite name="words">\n' >"$1/junit.xml"
failed=0
for test in tests/*; do
    name=${test##*/}
    echo "[ RUN      ] $name"
    if sh "$test"; then
        echo "[       OK ] $name"
        printf '<testcase name="%s"/>\n' "$name" >>"$1/junit.xml"
    else
        echo "[  FAILED  ] $name"
        printf '<testcase name="%s"><failure/></testcase>\n' "$name" >>"$1/junit.xml"
        failed=1
    fi
done
printf '</testsuite>\n' >>"$1/junit.xml"
exit "$failed"
