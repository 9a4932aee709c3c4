# lede: `make help` lists the targets.
CC ?= cc
AR ?= ar
PKG_CONFIG ?= pkg-config
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
B ?= build

PKGS = ncursesw termkey sqlite3 uchardet libarchive inih libxxhash libzstd
TEST_PKGS = cmocka vterm
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wpointer-arith -Wvla -Wwrite-strings
CFLAGS ?= -O2 -g
LEDE_CPPFLAGS = -std=c11 -D_GNU_SOURCE -Iinclude -DLEDE_DATADIR='"$(DATADIR)/lede"' $(shell $(PKG_CONFIG) --cflags $(PKGS)) $(CPPFLAGS)
LEDE_CFLAGS = $(WARN) -pthread $(WERROR) $(CFLAGS)
LIBS = $(shell $(PKG_CONFIG) --libs $(PKGS)) -lunistring -lm -pthread
Q = $(if $(V),,@)

LIB_SRC := $(sort $(wildcard src/*/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(B)/%.o)
TEST_SRC := $(sort $(wildcard tests/test_*.c))
TEST_BIN := $(TEST_SRC:tests/%.c=$(B)/tests/%)

all: lede

lede: $(B)/src/main.o $(B)/liblede.a
	$(if $(V),,@echo "  LINK $@")
	$(Q)$(CC) $(LEDE_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/liblede.a: $(LIB_OBJ)
	$(if $(V),,@echo "  AR   $@")
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC   $<")
	$(Q)$(CC) $(LEDE_CPPFLAGS) $(LEDE_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/tests/%: $(B)/tests/%.o $(B)/liblede.a
	$(if $(V),,@echo "  LINK $@")
	$(Q)$(CC) $(LEDE_CFLAGS) $(LDFLAGS) -o $@ $< $(B)/liblede.a $(LIBS) $(shell $(PKG_CONFIG) --libs $(TEST_PKGS))

tests: $(TEST_BIN)

clean:
	rm -rf build lede

-include $(LIB_OBJ:.o=.d) $(B)/src/main.d $(TEST_BIN:=.d)
.PHONY: all tests clean
.SECONDARY:
