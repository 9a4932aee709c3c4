#!/bin/sh
# src/README.md names every source file, and none that is not there.
set -u

map=src/README.md
listed=$(awk '/^## `/ { split($0, p, "`"); folder = p[2] } /^\| `/ { split($0, p, "`"); print "src/" folder p[2] ".c" }' "$map" | sort)
there=$(printf "%s\n" src/*/*.c | sort)

report() { # NUMBER NAME PROBLEMS
	if [ -z "$3" ]; then
		echo "ok $1 - $2"
	else
		echo "not ok $1 - $2"
		echo "$3" | sed 's/^/# /'
	fi
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
echo "$listed" >"$tmp/listed"
echo "$there" >"$tmp/there"
echo 1..2
report 1 'every source file is on the map' "$(comm -13 "$tmp/listed" "$tmp/there")"
report 2 'every file on the map is there' "$(comm -23 "$tmp/listed" "$tmp/there")"
