#!/bin/sh
# Measures speed and size on generated archives, as ratios in one run and as bytes.
#
#   make bench [SIZES='1000 100000'] [WORK=/folder/with/room]
#
# For each size: the cold build against a plain FTS5 load of the same articles, the cache against the text, a second build
# with nothing new, and what each key costs on a screen of 40x120. Archives are kept in WORK, so a second run is quicker.
set -eu

B=${B:-build}
SIZES=${SIZES:-1000 10000}
WORK=${WORK:-$B/bench}
articles_per_file=200
bench=$B/tests/bench

now() {
	date +%s.%N
}

calc() { # FORMAT EXPRESSION
	awk "BEGIN { printf \"$1\\n\", $2 }"
}

measure() { # ARTICLES
	size=$1
	folder=$WORK/$size
	home=$WORK/home-$size
	if [ ! -e "$folder/.done" ]; then
		mkdir -p "$folder"
		"$bench/gen_archive" "$folder" "$size" "$(((size + articles_per_file - 1) / articles_per_file))" \
			share/sample/2019-*.txt
		touch "$folder/.done"
	fi
	rm -rf "$home"
	mkdir -p "$home"
	printf '\n== %s articles\n' "$size"

	start=$(now)
	HOME=$home "$LEDE" index "$folder"
	cold=$(calc %.2f "$(now) - $start")
	start=$(now)
	HOME=$home "$LEDE" index "$folder" >/dev/null
	again=$(calc %.3f "$(now) - $start")
	text=$(find "$folder" -name '*.txt' -printf '%s\n' | awk '{ n += $1 } END { print n }')
	cache=$(find "$home" -path '*/lede/*' -name '*.db*' ! -name 'state.db*' -printf '%s\n' | awk '{ n += $1 } END { print n }')
	plain=$(HOME=$home "$bench/plain_fts" "$folder" "$WORK/plain.db")
	rm -f "$WORK"/plain.db*

	echo "plain FTS5 load:          $plain (seconds, articles, bytes of text, bytes of database)"
	echo "cold build, splitting:    $cold s"
	echo "again, nothing new:       $again s"
	echo "cache against text:       $(calc %.2f "$cache / $text") ($cache / $text bytes)"
	echo 'action, ms median, ms p95, bytes:'
	"$bench/keys" "$LEDE" "$folder" "$home" 40 120
}

mkdir -p "$WORK"
for size in $SIZES; do
	measure "$size"
done
