#!/bin/sh
# Finds what building, testing or linting lede lacks, and installs it through apt where it may.
#
#   .ci/deps.sh [run] [test] [lint] [fuzz]
#
# Prints nothing and exits 0 when everything is there. What is missing is named with its package and its purpose; where it cannot
# be installed from here, the one command that does it is printed.
set -eu

# group | how to look for it | Debian package | what it is for
needs='
run|tool cc|build-essential|the C compiler
run|tool pkg-config|pkg-config|finding the libraries
run|pc ncursesw|libncurses-dev|the screen
run|pc termkey|libtermkey-dev|keys
run|pc sqlite3|libsqlite3-dev|the cache and the state file
run|header unistr.h|libunistring-dev|Unicode: folding, line and grapheme breaking
run|pc uchardet|libuchardet-dev|guessing the encoding of a file
run|pc libarchive|libarchive-dev|compressed files and archives
run|pc inih|libinih-dev|the configuration file
run|pc libxxhash|libxxhash-dev|fingerprints of articles
run|pc libzstd|libzstd-dev|compressing texts in the cache
test|pc cmocka|libcmocka-dev|unit tests
test|pc vterm|libvterm-dev|the terminal that the end-to-end tests look at
test|file /usr/share/unicode/auxiliary/LineBreakTest.txt|unicode-data|the line and grapheme breaking test tables
lint|tool clang|clang|the second compiler
lint|tool clang-tidy|clang-tidy|static analysis
lint|tool clang-format|clang-format|the shape of the code
lint|tool cppcheck|cppcheck|static analysis
lint|tool shellcheck|shellcheck|the shell scripts
lint|tool mandoc|mandoc|the manual
fuzz|tool clang|clang|libFuzzer
fuzz|runtime libclang_rt.fuzzer-x86_64.a|libclang-rt-14-dev|libFuzzer
'

# shellcheck disable=SC2086 # CC and CPPFLAGS may be several words
have() { # KIND NAME
	case $1 in
	tool) command -v "$2" >/dev/null 2>&1 ;;
	pc) command -v "${PKG_CONFIG:-pkg-config}" >/dev/null 2>&1 && "${PKG_CONFIG:-pkg-config}" --exists "$2" ;;
	header) printf '#include <%s>\n' "$2" | ${CC:-cc} ${CPPFLAGS:-} -E - >/dev/null 2>&1 ;;
	file) [ -e "$2" ] ;;
	runtime) [ -e "$(clang -print-file-name="$2" 2>/dev/null)" ] ;;
	esac
}

missing() { # GROUP...: prints "package|purpose|name" lines
	printf '%s' "$needs" | while IFS='|' read -r group probe package purpose; do
		case " $* " in *" $group "*) ;; *) continue ;; esac
		# shellcheck disable=SC2086 # a probe is two words
		have $probe || printf '%s|%s|%s\n' "$package" "$purpose" "${probe#* }"
	done
}

lacking=$(missing "$@")
[ -n "$lacking" ] || exit 0
printf '%s\n' "$lacking" | while IFS='|' read -r package purpose name; do
	printf 'lede needs %s (Debian: %s): %s\n' "$name" "$package" "$purpose"
done >&2
packages=$(printf '%s\n' "$lacking" | cut -d'|' -f1 | sort -u | tr '\n' ' ')

if ! command -v apt-get >/dev/null 2>&1; then
	echo 'No apt-get here: install them with the means of your system, then try again.' >&2
	exit 1
fi
if [ "$(id -u)" = 0 ]; then
	sudo=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	sudo='sudo -n'
else
	printf 'To install them:\n\n  sudo apt-get install %s\n\n' "$packages" >&2
	exit 1
fi

update() {
	$sudo apt-get update -qq </dev/null >&2
}
install() {
	# shellcheck disable=SC2086 # lists of words
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages </dev/null >/dev/null
}
printf 'Installing: %s\n' "$packages" >&2
# The package lists of a fresh machine are empty; those of a machine that is seldom updated name packages that are gone.
ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || update
install || { update && install; }

lacking=$(missing "$@")
[ -z "$lacking" ] && exit 0
printf 'Still missing after the installation:\n%s\n' "$lacking" >&2
exit 1
