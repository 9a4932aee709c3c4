#!/bin/sh
# Runs test programs one after another and counts what they say.
#
#   tests/run.sh PROGRAM...
#
# A program is a cmocka binary or a shell script; both speak TAP ("ok 1 - name", "not ok 2 - name", "ok 3 # SKIP name"). One that
# ends badly without a failed test, by a signal or a sanitizer, counts as one failure. What it wrote is kept in $B/test-logs
# and shown when something failed. The last line is "N passed, N failed", with ", N skipped" where some were.
#
# LEDE names the binary that the black-box tests run.
set -u

B=${B:-build}
: "${LEDE:=$PWD/$B/lede}"
export LEDE B CMOCKA_MESSAGE_OUTPUT=TAP
: "${TEST_SECONDS:=600}" # a program that hangs is killed after this
logs=$B/test-logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0

count() { # PATTERN FILE
	grep -Ec "$1" "$2" || true
}

for program; do
	name=$(basename "$program")
	log=$logs/$name.log
	timeout -k 10 "$TEST_SECONDS" "$program" >"$log" 2>&1 </dev/null
	status=$?
	skips=$(count '^(not )?ok [0-9]+.*# SKIP' "$log")
	good=$(($(count '^ok [0-9]' "$log") - $(count '^ok [0-9]+.*# SKIP' "$log")))
	bad=$(($(count '^not ok [0-9]' "$log") - $(count '^not ok [0-9]+.*# SKIP' "$log")))
	why=
	if [ "$bad" = 0 ] && [ "$status" != 0 ]; then
		bad=1
		why=" (exit status $status)"
		[ "$status" = 124 ] && why=" (still running after $TEST_SECONDS s)"
	elif [ "$bad" = 0 ] && [ "$((good + skips))" = 0 ]; then
		bad=1 why=" (ran no test)"
	fi
	passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skips))
	if [ "$bad" = 0 ]; then
		printf '  ok    %-24s %4d\n' "$name" "$good"
		continue
	fi
	printf '  FAIL  %-24s %4d, %d failed%s\n' "$name" "$good" "$bad" "$why"
	# From the first failure on, as much as one can read.
	grep -v '^ok ' "$log" | tail -n 80 | sed 's/^/        /'
done

summary="$passed passed, $failed failed"
[ "$skipped" = 0 ] || summary="$summary, $skipped skipped"
echo "$summary" | tee "$logs/summary"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
