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

# The analyzer's shallow mode takes a twentieth of the time of the deep one, whose further findings here were all paths
# that cannot be taken. clang-tidy tells on standard error how many warnings it kept to itself.
tidy() {
	printf '%s\n' src/*.c src/*/*.c | xargs -P "$(nproc)" -I FILE clang-tidy --quiet --warnings-as-errors='*' FILE \
		--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=mode=shallow \
		-- "$@" -DLEDE_DATADIR='""' 2>/dev/null
}

# Uninitialised variables are the compilers' to find: cppcheck 2.10 takes passing an address for reading.
check() {
	cppcheck -j "$(nproc)" --quiet --error-exitcode=1 --inline-suppr --std=c11 --enable=warning,performance,portability \
		--suppress=missingIncludeSystem --suppress=uninitvar --suppress=ctuuninitvar --suppress=arrayIndexThenCheck \
		-Iinclude -Itests src
}

step clang-tidy tidy "$@"
step cppcheck check
step shellcheck shellcheck .ci/run .ci/*.sh tests/*.sh
step 'mandoc' mandoc -Tlint -Wwarning man/lede.1
[ "$bad" = 0 ] && echo 'lint: nothing found'
exit "$bad"
