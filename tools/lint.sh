#!/bin/sh
# Static analysis. Arguments: the compiler flags that the C is analysed with (make lint gives them).
#
# Checks were chosen by what they find here: a check that cries about good code teaches people not to look.
# shellcheck disable=SC2317 # step calls functions by name
set -u

bad=0
step() { # NAME COMMAND...
	name=$1
	shift
	printf '  LINT  %s\n' "$name"
	"$@" || bad=1
}

tidy() {
	# clang-tidy tells on standard error how many warnings it kept to itself.
	printf '%s\n' src/*.c src/*/*.c |
		xargs -P "$(nproc)" -I FILE clang-tidy --quiet --warnings-as-errors='*' FILE -- "$@" -DLEDE_DATADIR='""' 2>/dev/null
}

check() {
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 --enable=warning,performance,portability \
		--suppress=missingIncludeSystem --suppress=checkersReport -Iinclude -Itests src
}

step clang-tidy tidy "$@"
step cppcheck check
step shellcheck shellcheck .ci/run tools/*.sh tests/*.sh
step 'mandoc' mandoc -Tlint -Wwarning man/lede.1
[ "$bad" = 0 ] && echo 'lint: nothing found'
exit "$bad"
