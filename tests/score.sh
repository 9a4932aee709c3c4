#!/bin/sh
# Scores the splitter and prints one table.
#
#   tests/score.sh [LEDE]          LEDE: the program (default ./lede)
#
# The project's own labelled sample is always scored. Where the folder with measuring texts is there (LEDE_SHARED, or
# ../shared beside the checkout), its hand-labelled seeds and the undelimited streams made from its collections are scored
# too. Exit status 1 where a floor is not reached.
set -eu
here=$(dirname "$0")
lede=${1:-./lede}
shared=${LEDE_SHARED:-$here/../../shared}
work=$(mktemp -d "${TMPDIR:-/tmp}/lede-score.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM
below=0

truth() { # NAME TRUTH FOLDER FLOOR
	printf '%-16s ' "$1"
	python3 "$here/fit/score_truth.py" "$lede" "$2" "$3" --quiet --floor "$4" || below=1
}

truth sample "$here/fixtures/sample.truth.json" "$here/../share/sample" .95
if [ ! -d "$shared/tools" ]; then
	echo "seeds, streams: skipped (no folder $shared; LEDE_SHARED names it)"
	exit $below
fi
truth seeds "$shared/truth/seeds.json" "$shared/seeds" 1
"$shared/tools/streams.sh" "$shared/corpora" "$work/streams" 2>"$work/made"
grep 'left out' "$work/made" | sed 's/.*: \(.*\) left out/\1: skipped (no texts)/' || true
"$shared/tools/score_streams.py" "$lede" "$work/streams" --json "$work/scores" >/dev/null
python3 "$here/fit/table.py" "$lede" "$work/streams" "$work/scores" || below=1
exit $below
