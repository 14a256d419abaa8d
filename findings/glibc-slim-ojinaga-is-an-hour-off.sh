#!/usr/bin/env bash
# glibc reads a zone file of its own zic an hour off for a week, and only in zic's "slim" form.
#
# Seen with glibc 2.36-9+deb12u14 and tzdata 2026f-0+deb12u1 (Debian 12, amd64): one zic, one source,
# two forms of America/Ojinaga. On 30 October 2022 Ojinaga went from MDT to CST, both -06:00, and since
# 30 November it goes by the rule of the United States. The slim file ends with that transition to CST
# and with the footer CST6CDT,M3.2.0,M11.1.0, by which 30 October is still CDT. tzcode holds the type of
# the last transition until the footer's next change, on 6 November. glibc applies the footer at once,
# and so has -05:00 for a week. By RFC 9636 s. 3.3 transition and footer may not contradict each other.
#
# The output seen:
#     fat   2022-11-01 04:53:20 -0600 CST
#     slim  2022-11-01 05:53:20 -0500 CDT
# usage: findings/glibc-slim-ojinaga-is-an-hour-off.sh    exit status 1: it is otherwise now
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q -o APT::Sandbox::User="$(id -un)" download libc-bin=2.36-9+deb12u14 \
    libc6=2.36-9+deb12u14 coreutils=9.1-1 tzdata=2026f-0+deb12u1 >/dev/null
for package in ./*.deb; do
    dpkg-deb -x "$package" root
done
libraries=$work/root/lib/x86_64-linux-gnu:$work/root/usr/lib/x86_64-linux-gnu
run() { # run PROGRAM ARGUMENT…: with the libc that was fetched
    root/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 --library-path "$libraries" "$@"
}
for form in fat slim; do
    run root/usr/sbin/zic -b "$form" -d "$form" root/usr/share/zoneinfo/tzdata.zi
    printf '%-5s %s\n' "$form" \
        "$(TZ=:$work/$form/America/Ojinaga run root/bin/date -d @1667300000 '+%F %T %z %Z')"
done | tee seen
diff - seen <<'SEEN'
fat   2022-11-01 04:53:20 -0600 CST
slim  2022-11-01 05:53:20 -0500 CDT
SEEN
