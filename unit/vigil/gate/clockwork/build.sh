#!/bin/sh
# Leaves every fuzz target in OUT, with its options, its dictionary and its archive of seeds.
set -eu
out=$1
flags='-std=c17 -Wall -Werror -g -O1 -fno-omit-frame-pointer -fno-sanitize-recover=all -Isrc'
# The quicker linker, where it is there.
linker=
! command -v ld.lld >/dev/null || linker=-fuse-ld=lld
rm -rf objects
mkdir objects
for source in src/*.c; do
    # shellcheck disable=SC2086 # several flags
    clang $flags -fsanitize=fuzzer-no-link,address,undefined -c "$source" -o "objects/$(basename "$source" .c).o"
done
ar rcs objects/libclockwork.a objects/*.o
for source in targets/*_fuzzer.c; do
    name=$(basename "$source" .c)
    # shellcheck disable=SC2086
    clang $flags $linker -fsanitize=fuzzer,address,undefined "$source" objects/libclockwork.a -o "$out/$name"
    for ending in options dict; do
        [ ! -e "targets/$name.$ending" ] || cp "targets/$name.$ending" "$out/"
    done
    [ ! -e "targets/$name.zip" ] || cp "targets/$name.zip" "$out/${name}_seed_corpus.zip"
done
