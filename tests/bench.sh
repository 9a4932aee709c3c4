#!/bin/sh
# Measures speed and size on large archives, as ratios in one run and as bytes.
#
#   make bench [SIZES='10000 1000000'] [PARTS='build keys search'] [WORK=/folder/with/room]
#
# For each size, in articles:
#   build    the cold build against a plain FTS5 load of the same articles, the cache against the text, a second build with
#            nothing new
#   keys     what each key costs on a screen of 40x120
#   search   typing 40 words letter by letter: echo, first page of hits, final count, ranked list; beside it rg -l and ranked
#            plain FTS5 in the sqlite3 shell
# The archive is made of real news where the folder with measuring texts is there (LEDE_SHARED, or ../shared beside the
# checkout), else of the sample. Archives, their caches and the plain FTS5 databases are kept in WORK, so that a second run is
# quicker; only the part "build" makes caches and databases again. A million articles take 11 GB there.
set -eu

B=${B:-build}
SIZES=${SIZES:-10000 100000}
PARTS=${PARTS:-build keys search}
WORK=${WORK:-$B/bench}
shared=${LEDE_SHARED:-../shared}
articles_per_file=250
bench=$B/tests/bench
rows=40 cols=120

now() {
	date +%s.%N
}

calc() { # FORMAT EXPRESSION
	awk "BEGIN { printf \"$1\\n\", $2 }"
}

# As the test terminal sets them.
at_home() { # COMMAND...
	env HOME="$home" XDG_CACHE_HOME="$home/cache" XDG_STATE_HOME="$home/state" XDG_CONFIG_HOME="$home/config" "$@"
}

make_archive() {
	files=$(((size + articles_per_file - 1) / articles_per_file))
	rm -rf "$folder"
	if [ "$kind" = news ]; then
		"$shared/tools/make_archive.py" "$folder" "$folder.truth.jsonl" "$shared/corpora/allsides_dev.jsonl" \
			"$shared/corpora/bbc.jsonl" --articles "$size" --files "$files"
	else
		"$bench/gen_archive" "$folder" "$size" "$files" share/sample/2019-*.txt
	fi
	: >"$folder.done"
}

load_plain() {
	rm -f "$plain" "$plain.new"
	at_home "$bench/plain_fts" "$folder" "$plain.new" >"$plain.figures"
	mv "$plain.new" "$plain"
}

measure_build() {
	rm -rf "$home"
	mkdir -p "$home"
	start=$(now)
	at_home "$LEDE" index "$folder"
	cold=$(calc %.2f "$(now) - $start")
	start=$(now)
	at_home "$LEDE" index "$folder" >/dev/null
	again=$(calc %.3f "$(now) - $start")
	text=$(find "$folder/" -name '*.txt' -printf '%s\n' | awk '{ n += $1 } END { print n }')
	cache=$(find "$home" -path '*/lede/*' -name '*.db*' ! -name 'state.db*' -printf '%s\n' | awk '{ n += $1 } END { print n }')
	load_plain

	echo "plain FTS5 load:          $(cat "$plain.figures") (seconds, articles, bytes of text, bytes of database)"
	echo "cold build, splitting:    $cold s"
	echo "again, nothing new:       $again s"
	echo "cache against text:       $(calc %.2f "$cache / $text") ($cache / $text bytes)"
}

measure_keys() {
	printf '\naction, ms median, ms p95, bytes:\n'
	"$bench/keys" "$LEDE" "$folder" "$home" $rows $cols
}

figure() { # NAME: what typing said of whole words
	sed -n "s/^whole words:.*$1 p50 \([0-9.a-z]*\) ms.*/\1/p" "$home.typed"
}

# The disk is not what is measured.
into_memory() { # FILE...
	cat "$@" >/dev/null
}

measure_search() {
	words=tests/bench/words-$kind.tsv
	into_memory "$home"/cache/lede/*.db
	"$bench/typing" "$LEDE" "$folder" "$home" $rows $cols "$words" "$home.letters" >"$home.typed"
	cat "$home.typed"
	printf '\nslowest letters: first page, final count, ranked, echo, ms; typed\n'
	sort -rn "$home.letters" | head -8
	[ -e "$plain" ] || load_plain
	into_memory "$plain"
	"$bench/rivals" "$words" "$folder" "$plain" "$(figure 'first page')" "$(figure ranked)"
}

measure() { # ARTICLES
	size=$1
	folder=$WORK/$kind-$size
	home=$WORK/home-$kind-$size
	plain=$WORK/plain-$kind-$size.db
	printf '\n== %s articles\n' "$size"
	[ -e "$folder.done" ] || make_archive
	mkdir -p "$home"
	for part in $PARTS; do
		rm -rf "$home/state" # where the last run left off
		[ "$part" = build ] || at_home "$LEDE" index "$folder" >/dev/null
		"measure_$part"
	done
}

kind=news
if [ ! -x "$shared/tools/make_archive.py" ]; then
	kind=sample
	echo "archives of nonsense made from the sample (no folder $shared; LEDE_SHARED names it)"
fi
mkdir -p "$WORK"
WORK=$(cd "$WORK" && pwd)
for size in $SIZES; do
	measure "$size"
done
