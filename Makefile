# lede. `make help` lists the targets; README.md says more.
#
# CC, CFLAGS, CPPFLAGS, LDFLAGS, PREFIX, BINDIR, DATADIR, MANDIR, DOCDIR and DESTDIR are yours; what lede needs is added.
# B is the folder that everything is built in, V=1 shows the commands, WERROR=-Werror makes warnings errors.

VERSION = 0.1.0

CC ?= cc
AR ?= ar
INSTALL ?= install
PKG_CONFIG ?= pkg-config
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
DOCDIR ?= $(DATADIR)/doc/lede
CFLAGS ?= -O2 -g
B ?= build

PKGS = ncursesw termkey sqlite3 uchardet libarchive inih libxxhash libzstd
TEST_PKGS = cmocka vterm
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wpointer-arith -Wvla -Wwrite-strings

# Asked once, and only by a target that compiles or links.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell $(PKG_CONFIG) --cflags $(PKGS) $(TEST_PKGS)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell $(PKG_CONFIG) --libs $(PKGS)))$(PKG_LIBS)
TEST_LIBS = $(eval TEST_LIBS := $$(shell $(PKG_CONFIG) --libs $(TEST_PKGS)))$(TEST_LIBS)

LEDE_CPPFLAGS = -std=c11 -D_GNU_SOURCE -Iinclude -Itests -DLEDE_VERSION='"$(VERSION)"' $(PKG_CFLAGS) $(CPPFLAGS)
LEDE_CFLAGS = $(WARN) -pthread $(WERROR) $(CFLAGS)
LIBS = $(PKG_LIBS) -lunistring -lm -pthread
Q = $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' '$(1)' '$(2)')

LIB_SRC := $(sort $(wildcard src/*/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(B)/%.o)
TEST_SRC := $(sort $(wildcard tests/test_*.c))
TEST_BIN := $(TEST_SRC:tests/%.c=$(B)/tests/%)
TEST_SH := $(sort $(wildcard tests/test_*.sh))
# What tests and measurements share.
HELP_SRC := $(sort $(wildcard tests/support/*.c))
HELP_OBJ := $(HELP_SRC:%.c=$(B)/%.o)
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))
BENCH_BIN := $(BENCH_SRC:tests/%.c=$(B)/tests/%)
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_BIN := $(FUZZ_SRC:tests/%.c=$(B)/tests/%)
FUZZ_SECONDS ?= 60
SOURCES = $(wildcard src/*.c src/*/*.c src/*/*.h include/lede/*.h tests/*.c tests/*/*.c tests/*/*.h)

##   all            build ./lede (the default)
all: $(if $(filter build,$(B)),lede,$(B)/lede)

lede: $(B)/lede
	$(call say,COPY,$@)
	$(Q)ln -f $< $@ 2>/dev/null || cp -f $< $@

$(B)/lede: $(B)/src/main.o $(B)/liblede.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(LEDE_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/liblede.a: $(LIB_OBJ)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/libtest.a: $(HELP_OBJ)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/tests/%: $(B)/tests/%.o $(B)/libtest.a $(B)/liblede.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(LEDE_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(TEST_LIBS)

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(LEDE_CPPFLAGS) $(LEDE_CFLAGS) -MMD -MP -c -o $@ $<

# Only this file knows where lede will be installed.
$(B)/src/cmd/sample.o: LEDE_CPPFLAGS += -DLEDE_DATADIR='"$(DATADIR)/lede"'
$(B)/src/cmd/sample.o: $(B)/datadir

# Other flags, another compiler: everything is built again.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$FLAGS" | cmp -s - $@ || printf '%s\n' "$$FLAGS" >$@
$(B)/datadir: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(DATADIR)' | cmp -s - $@ || printf '%s\n' '$(DATADIR)' >$@
$(B)/flags: export FLAGS = $(CC) $(VERSION) $(CPPFLAGS) $(LEDE_CFLAGS)

##   run            set everything up, build, and open the sample library (ARGS='...': open something else)
run:
	@.ci/deps.sh run
	@$(MAKE) --no-print-directory all
	@$(B)/lede $(or $(ARGS),share/sample)

##   test           set everything up, build, and run all tests
test:
	@.ci/deps.sh run test
	@$(MAKE) --no-print-directory all tests
	@LEDE=$(abspath $(B)/lede) B=$(B) tests/run.sh $(TEST_BIN) $(TEST_SH)

##   tests          build the test programs
tests: $(TEST_BIN)

##   deps           install what is missing to build, test and lint (or say the one command that does)
deps:
	@.ci/deps.sh run test lint

##   asan           the tests under the address and undefined-behaviour sanitizers, in build/asan
asan:
	@.ci/deps.sh run test
	@ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1 $(MAKE) --no-print-directory test \
		B=build/asan CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'

##   tsan           the tests under the thread sanitizer, in build/tsan
tsan:
	@.ci/deps.sh run test
	@$(MAKE) --no-print-directory test B=build/tsan CFLAGS='-O1 -g -fsanitize=thread'

##   lint           both compilers with warnings as errors; static analysis of the C, the shell scripts and the manual
lint:
	@.ci/deps.sh run test lint
	@$(MAKE) --no-print-directory all tests B=build/gcc CC=gcc WERROR=-Werror
	@$(MAKE) --no-print-directory all tests B=build/clang CC=clang WERROR=-Werror
	@.ci/lint.sh $(WARN) $(LEDE_CPPFLAGS)

##   format         put the C into shape (clang-format)
format:
	@.ci/deps.sh lint
	clang-format -i $(SOURCES)

##   format-check   say which C files are not in shape
format-check:
	@.ci/deps.sh lint
	@clang-format --dry-run -Werror $(SOURCES)

##   bench          measure speed and size on generated archives (tests/bench.sh says more)
bench:
	@.ci/deps.sh run test
	@$(MAKE) --no-print-directory all $(BENCH_BIN)
	@LEDE=$(abspath $(B)/lede) B=$(B) tests/bench.sh

##   fuzz           each fuzz target for FUZZ_SECONDS (60), with clang's libFuzzer, in build/fuzz
fuzz:
	@.ci/deps.sh run fuzz
	@$(MAKE) --no-print-directory fuzz-run B=build/fuzz CC=clang \
		CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
fuzz-run: $(FUZZ_BIN)
	@set -e; for f in $^; do mkdir -p $$f.corpus; echo "  FUZZ $$f"; \
		(cd $$f.corpus && $(abspath .)/$$f -max_total_time=$(FUZZ_SECONDS) -verbosity=0 -print_final_stats=1 .); done
$(FUZZ_BIN): LDFLAGS += -fsanitize=fuzzer

ifneq ($(wildcard tests/score.sh),)
##   score          measure how well articles are found
score: all
	@LEDE=$(abspath $(B)/lede) tests/score.sh
endif

##   install        install under PREFIX (/usr/local); DESTDIR is put in front
install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(DATADIR)/lede $(DESTDIR)$(DOCDIR)
	$(INSTALL) -m 755 $(B)/lede $(DESTDIR)$(BINDIR)/lede
	$(INSTALL) -m 644 man/lede.1 $(DESTDIR)$(MANDIR)/man1/lede.1
	$(INSTALL) -m 644 README.md LICENSE $(DESTDIR)$(DOCDIR)
	cp -R share/sample $(DESTDIR)$(DATADIR)/lede/
	chmod -R u=rwX,go=rX $(DESTDIR)$(DATADIR)/lede

##   uninstall      remove what install put there
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/lede $(DESTDIR)$(MANDIR)/man1/lede.1
	rm -f $(DESTDIR)$(DOCDIR)/README.md $(DESTDIR)$(DOCDIR)/LICENSE
	rm -rf $(DESTDIR)$(DATADIR)/lede/sample
	-rmdir $(DESTDIR)$(DATADIR)/lede $(DESTDIR)$(DOCDIR)

##   dist           make lede-VERSION.tar.gz of what is committed
dist:
	git archive --format=tar.gz --prefix=lede-$(VERSION)/ -o lede-$(VERSION).tar.gz HEAD

##   clean          remove everything that was built
clean:
	rm -rf build lede lede-$(VERSION).tar.gz

##   help           print this
help:
	@echo 'make [TARGET]:'
	@sed -n 's/^##//p' Makefile

-include $(LIB_OBJ:.o=.d) $(HELP_OBJ:.o=.d) $(B)/src/main.d $(TEST_BIN:=.d) $(BENCH_BIN:=.d) $(FUZZ_BIN:=.d)
.PHONY: all run test tests deps asan tsan lint format format-check bench fuzz fuzz-run score install uninstall dist clean help FORCE
.SECONDARY:
.DELETE_ON_ERROR:
