# moedested: build, test, install. `make help` lists the targets.
#
#   make            build/moedested
#   make check      every test            make SAN=1 ...    with ASan and UBSan, in build-san/
#   make CC=clang   with clang, in build-clang/

CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
VERSION := 0.1.0
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share/moedested
MANDIR ?= $(PREFIX)/share/man
SYSCONFDIR ?= /etc

BUILD ?= build$(if $(findstring clang,$(CC)),-clang)$(if $(SAN),-san)

PACKAGES := glib-2.0 gio-2.0 gmime-3.0 sqlite3 jansson libcmark libxml-2.0 libseccomp libcrypto libssl libsystemd
PKG_CONFIG ?= pkg-config

WARNINGS := -std=gnu17 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
  -Wold-style-definition -Wvla -Wformat=2 -Wundef -Wpointer-arith -Wcast-qual -Wwrite-strings -Wswitch-enum \
  -Wnull-dereference -Wdouble-promotion -Walloca -Werror
ifeq ($(findstring clang,$(CC)),)
WARNINGS += -Wduplicated-cond -Wduplicated-branches -Wlogical-op
endif

HARDENING := -fstack-protector-strong -fcf-protection -ftrivial-auto-var-init=zero -fPIE -fstack-clash-protection
HARDENING_LD := -pie -Wl,-z,relro,-z,now,-z,noexecstack
ifdef SAN
OPTIMIZE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined -DSANITIZED=1
HARDENING_LD += -fsanitize=address,undefined
else
OPTIMIZE := -O2 -g
HARDENING += -D_FORTIFY_SOURCE=3
endif

ALL_CFLAGS = $(WARNINGS) $(OPTIMIZE) $(HARDENING) -Idaemon -D_GNU_SOURCE \
  -DG_LOG_DOMAIN='"moedested"' -DMOEDESTED_VERSION='"$(VERSION)"' -DDATA_DIRECTORY='"$(DATADIR)"' -DSYSCONF_DIRECTORY='"$(SYSCONFDIR)"' \
  $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(PACKAGES))) -MMD -MP $(CPPFLAGS) $(CFLAGS)
ALL_LIBS = $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lesmtp -lm $(LDFLAGS)

SOURCES := $(sort $(wildcard daemon/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(BUILD)/libmoedested.a
TESTS := $(sort $(wildcard tests/unit/*/test_*.c))
TEST_PROGRAMS := $(TESTS:%.c=$(BUILD)/%)
BENCHES := $(sort $(wildcard tests/bench/*.c))
BENCH_PROGRAMS := $(BENCHES:%.c=$(BUILD)/%)

.PHONY: all
all: $(BUILD)/moedested

$(BUILD)/moedested: $(BUILD)/daemon/main.o $(LIBRARY)
	$(CC) $(ALL_CFLAGS) $(HARDENING_LD) -o $@ $^ $(ALL_LIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/tests/unit/%: tests/unit/%.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests $(HARDENING_LD) -o $@ $< $(LIBRARY) $(ALL_LIBS) -lcmocka

$(BUILD)/tests/bench/%: tests/bench/%.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests $(HARDENING_LD) -o $@ $< $(LIBRARY) $(ALL_LIBS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
