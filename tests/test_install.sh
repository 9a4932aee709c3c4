#!/bin/sh
# make install into a temporary DESTDIR, a run of what was installed, make uninstall, and nothing is left.
set -u

B=${B:-build}
dest=$(mktemp -d /tmp/lede-install-XXXXXX)
trap 'rm -rf "$dest"' EXIT
n=0

check() { # NAME COMMAND...
	name=$1
	shift
	n=$((n + 1))
	if "$@" >"$dest.log" 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' "$dest.log"
	fi
	rm -f "$dest.log"
}

# Its own HOME, so that nothing of the user's is touched; not below DESTDIR's root, which must end empty.
lede() {
	env -u LEDE_LIBRARY HOME="$dest/home" XDG_CACHE_HOME= XDG_STATE_HOME= XDG_CONFIG_HOME= \
		"$dest/top/usr/local/bin/lede" "$@"
}

opens_its_own_sample() {
	lede list 2>"$dest/told" | grep -q . && grep -q "$dest/top/usr/local/share/lede/sample" "$dest/told"
}

all_is_there() {
	for f in bin/lede share/man/man1/lede.1 share/doc/lede/README.md share/doc/lede/LICENSE; do
		[ -f "$dest/top/usr/local/$f" ] || return 1
	done
	diff -r share/sample "$dest/top/usr/local/share/lede/sample"
}

others_may_read_it() {
	! find "$dest/top" ! -perm -o=r | grep .
}

nothing_is_left() {
	! find "$dest/top" ! -type d | grep .
}

no_folder_of_ours_is_left() {
	! find "$dest/top" -type d -name lede | grep .
}

check 'make install' make --no-print-directory install B="$B" DESTDIR="$dest/top"
check 'everything is there' all_is_there
check 'everybody may read it' others_may_read_it
check 'the installed lede runs' lede --version
check 'the installed lede finds its sample' opens_its_own_sample
check 'make uninstall' make --no-print-directory uninstall B="$B" DESTDIR="$dest/top"
check 'no file is left' nothing_is_left
check 'no folder of ours is left' no_folder_of_ours_is_left
echo "1..$n"
