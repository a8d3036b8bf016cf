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

# `make V=1` shows whole command lines.
Q := $(if $(V),,@)

PACKAGES := glib-2.0 gio-2.0 gmime-3.0 sqlite3 jansson libcmark-gfm libxml-2.0 libarchive libical libseccomp libcrypto libssl libsystemd
PKG_CONFIG ?= pkg-config

WARNINGS := -std=gnu17 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
  -Wold-style-definition -Wvla -Wformat=2 -Wundef -Wpointer-arith -Wcast-qual -Wwrite-strings -Wswitch-enum \
  -Wnull-dereference -Wdouble-promotion -Walloca -Werror
ifeq ($(findstring clang,$(CC)),)
WARNINGS += -Wduplicated-cond -Wduplicated-branches -Wlogical-op
else
# Where gcc says nothing: members that a row of a table leaves out are zero, and meant to be.
WARNINGS += -Wno-missing-field-initializers
endif

HARDENING := -fstack-protector-strong -fcf-protection -ftrivial-auto-var-init=zero -fstack-clash-protection \
  -fPIC -fno-semantic-interposition
ifneq ($(findstring clang,$(CC)),)
# clang 14 wants to be asked twice for zeroed variables.
HARDENING += -enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang
endif
HARDENING_LD := -pie -Wl,-z,relro,-z,now,-z,noexecstack
ifdef SAN
OPTIMIZE := -O1 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined -DSANITIZED=1
HARDENING_LD += -fsanitize=address,undefined
# A program is started thousands of times: at a fixed place, with the sanitizers inside, that takes
# two thirds (clang has them inside anyway). Tests share a library that has to know them from outside.
LINK_PROGRAM := -no-pie $(if $(findstring clang,$(CC)),,-static-libasan -static-libubsan)
else
OPTIMIZE := -O2 -g
HARDENING += -D_FORTIFY_SOURCE=3
endif

# Asked once, not for every file.
PACKAGE_CFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(PACKAGES)))
PACKAGE_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES))
ALL_CFLAGS = $(WARNINGS) $(OPTIMIZE) $(HARDENING) -Idaemon -D_GNU_SOURCE \
  -DG_LOG_DOMAIN='"moedested"' -DMOEDESTED_VERSION='"$(VERSION)"' -DDATA_DIRECTORY='"$(DATADIR)"' -DSYSCONF_DIRECTORY='"$(SYSCONFDIR)"' \
  $(PACKAGE_CFLAGS) -MMD -MP $(CPPFLAGS) $(CFLAGS)
ALL_LIBS = $(PACKAGE_LIBS) -lcmark-gfm-extensions -lesmtp -letpan -lstemmer -lm $(LDFLAGS)

SOURCES := $(sort $(wildcard daemon/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(BUILD)/libmoedested.a
# The same for the tests: a change in one file links it once, not each of them.
SHARED := $(BUILD)/libmoedested.so
TESTS := $(sort $(wildcard tests/unit/*/test_*.c))
TEST_PROGRAMS := $(TESTS:%.c=$(BUILD)/%)
# Another SMTP client to compare with, where it is installed.
CURL_LIBS := $(shell $(PKG_CONFIG) --libs libcurl 2>/dev/null)
BENCHES := $(filter-out $(if $(CURL_LIBS),,tests/bench/curl_smtp.c),$(sort $(wildcard tests/bench/*.c)))
BENCH_PROGRAMS := $(BENCHES:%.c=$(BUILD)/%)
KILLER := $(BUILD)/tests/crash/killer
# A relay with TLS and a login.
TLS_SINK := $(BUILD)/tests/support/tls_sink

.PHONY: all
all: $(BUILD)/moedested

# The link lets a program built elsewhere find its templates (base/data.h).
$(BUILD)/moedested: $(BUILD)/daemon/main.o $(LIBRARY)
	@ln -sfn $(CURDIR) $(BUILD)/source
	@echo "  CC  $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(HARDENING_LD) $(LINK_PROGRAM) -o $@ $^ $(ALL_LIBS)

# Where things are installed is compiled in: another PREFIX makes these few anew.
PLACED = $(patsubst %.c,$(BUILD)/%.o,$(shell grep -lE 'DATA_DIRECTORY|SYSCONF_DIRECTORY|MOEDESTED_VERSION' daemon/main.c $(SOURCES)))
$(PLACED): $(BUILD)/places
$(BUILD)/places: FORCE
	@mkdir -p $(@D)
	@echo '$(DATADIR) $(SYSCONFDIR) $(VERSION)' | cmp -s - $@ || echo '$(DATADIR) $(SYSCONFDIR) $(VERSION)' >$@
.PHONY: FORCE
FORCE:

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(Q)ar rcs $@ $^

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  CC  $@"
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(SHARED): $(OBJECTS)
	@echo "  CC  $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(filter-out -pie,$(HARDENING_LD)) -shared -Wl,-soname,$(@F) -o $@ $^ $(ALL_LIBS)

$(BUILD)/tests/unit/%.o $(BUILD)/tests/support/%.o: ALL_CFLAGS += -Itests
.SECONDARY: $(TESTS:%.c=$(BUILD)/%.o)
$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o | $(SHARED)
	@echo "  LD  $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(HARDENING_LD) $(TEST_LINKER) -Wl,-rpath,'$$ORIGIN/../../..' -o $@ $(filter %.o,$^) $(TEST_LIBRARY) $(ALL_LIBS) -lcmocka

TEST_LIBRARY = $(SHARED)
# There are hundreds of test programs, and gold links one in a third of the time.
TEST_LINKER := $(if $(shell command -v ld.gold),-fuse-ld=gold)
# It runs a copy of itself from elsewhere.
$(BUILD)/tests/unit/base/test_data: TEST_LIBRARY = $(LIBRARY)
$(BUILD)/tests/unit/base/test_data: $(LIBRARY)

# These have a disk that fails.
$(addprefix $(BUILD)/tests/unit/,store/test_faults store/test_faults_migration store/test_power act/test_faults): $(BUILD)/tests/support/faulty_vfs.o

$(BUILD)/tests/crash/%: tests/crash/%.c Makefile
	@mkdir -p $(@D)
	@echo "  CC  $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(HARDENING_LD) $(LINK_PROGRAM) -o $@ $< $(shell $(PKG_CONFIG) --libs glib-2.0)

$(TLS_SINK): tests/support/tls_sink.c Makefile
	@mkdir -p $(@D)
	@echo "  CC  $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(HARDENING_LD) $(LINK_PROGRAM) -o $@ $< $(shell $(PKG_CONFIG) --libs glib-2.0 openssl)

$(BUILD)/tests/bench/%: tests/bench/%.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	@echo "  CC  $@"
	$(Q)$(CC) $(ALL_CFLAGS) -Itests $(HARDENING_LD) -o $@ $< $(LIBRARY) $(ALL_LIBS)

$(BUILD)/tests/bench/curl_smtp: ALL_LIBS += $(CURL_LIBS)

# ---- tests -------------------------------------------------------------------------------------

.PHONY: tests
tests: $(BUILD)/moedested $(TEST_PROGRAMS) $(KILLER) $(TLS_SINK)

# ONLY="word word": only the tests whose names contain one of the words.
.PHONY: check
check: tests
	@status=0; \
	contrib/check-structure || status=1; \
	contrib/run-tests $(BUILD) $(ONLY) || status=1; \
	exit $$status

# How well replies are understood: the figures of a half of tests/data/replies, and its worst mails.
HALF ?= tuning
WORST ?= 40
.PHONY: score
score: $(BUILD)/moedested
	@contrib/score $(BUILD) $(HALF) --worst=$(WORST)

# Kills every process before every system call (contrib/crash says more); CRASH="--points 100 inbound".
.PHONY: crash
crash: $(BUILD)/moedested $(KILLER) $(TLS_SINK)
	contrib/crash --build $(BUILD) $(CRASH)

# Cuts the line to an IMAP server after each octet of a session; `make check` does so at some.
.PHONY: cuts
cuts: $(BUILD)/moedested $(BUILD)/tests/unit/post/test_imap_faults
	IMAP_CUTS=all TEST_SECONDS=3600 contrib/run-tests $(BUILD) unit/post/test_imap_faults

# Feeds each parser of strangers' octets with garbage that grows more cunning, FUZZ_SECONDS each;
# FUZZ="visible html" for some of them. What is found goes into FUZZ_CORPUS, a finding beside it.
FUZZ_SECONDS ?= 60
FUZZ ?= $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_CORPUS ?= $(BUILD)/corpus
FUZZ_PROGRAMS := $(FUZZ:%=$(BUILD)/tests/fuzz/fuzz_%)
FUZZ_LIBRARY := $(BUILD)/libfuzzed.a
FUZZ_FLAGS := -max_len=20000 -timeout=10 -rss_limit_mb=1024 -verbosity=0 -print_final_stats=1

FUZZ_RUNS := $(FUZZ:%=fuzz-%)

.PHONY: fuzz fuzz-run $(FUZZ_RUNS)
fuzz:
	@$(MAKE) --no-print-directory CC=clang SAN=1 BUILD=build-fuzz CFLAGS=-fsanitize=fuzzer-no-link fuzz-run

fuzz-run: $(FUZZ_RUNS)

# With -j beside each other. The corpus in the tree is only read.
$(FUZZ_RUNS): fuzz-%: $(FUZZ_PROGRAMS)
	@mkdir -p $(FUZZ_CORPUS)/$*
	@$(BUILD)/tests/fuzz/fuzz_$* -max_total_time=$(FUZZ_SECONDS) $(FUZZ_FLAGS) \
	  -artifact_prefix=$(BUILD)/$*- -dict=tests/fuzz/$*.dict \
	  $(FUZZ_CORPUS)/$* tests/fuzz/corpus/$* >$(BUILD)/$*.log 2>&1 || \
	  { tail -60 $(BUILD)/$*.log; exit 1; }
	@echo "  FUZZ  $*: $(FUZZ_SECONDS) s, $$(sed -n 's/^stat::number_of_executed_units: *//p' $(BUILD)/$*.log) mails"

# The rooms that see what strangers wrote, and those that do what it says.
FUZZ_ROOMS := base mail understand match calendar store compose act
$(FUZZ_LIBRARY): $(filter $(FUZZ_ROOMS:%=$(BUILD)/daemon/%/%),$(OBJECTS))
	@rm -f $@
	$(Q)ar rcs $@ $^

$(BUILD)/tests/fuzz/%: tests/fuzz/%.c $(FUZZ_LIBRARY) Makefile
	@mkdir -p $(@D)
	@echo "  CC  $@"
	$(Q)$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -Itests $(HARDENING_LD) -o $@ $< $(FUZZ_LIBRARY) $(ALL_LIBS)

# With the office of the unit tests.
$(BUILD)/tests/fuzz/fuzz_itip: ALL_LIBS += -lcmocka

.PHONY: bench
bench: $(BUILD)/moedested $(BENCH_PROGRAMS) $(TLS_SINK)
	@$(BUILD)/tests/bench/bench_compose
	@$(BUILD)/tests/bench/ledger
	@status=0; \
	$(BUILD)/tests/bench/matching || status=1; \
	$(BUILD)/tests/bench/market || status=1; \
	contrib/bench $(BUILD) || status=1; \
	contrib/bench-post $(BUILD) || status=1; \
	contrib/bench-inbound $(BUILD) || status=1; \
	contrib/bench-parse $(BUILD) || status=1; \
	exit $$status

# A million recipients: some minutes, and 3 GB in TMPDIR.
.PHONY: bench-large
bench-large: $(BUILD)/tests/bench/bench_deliver bench-large-market
	@contrib/bench-post $(BUILD) large

# How the lists of a market grow: profiles and jobs, in two processes.
MARKETS ?= 1000x50 10000x500 100000x5000
.PHONY: bench-large-market
bench-large-market: $(BUILD)/tests/bench/market
	@status=0; for size in $(MARKETS); do $(BUILD)/tests/bench/market $${size%x*} $${size#*x} || status=1; done; exit $$status

.PHONY: demo
demo: $(BUILD)/moedested
	contrib/demo-play $(BUILD)/moedested

# ---- form and habits ---------------------------------------------------------------------------

C_FILES := $(SOURCES) $(wildcard daemon/main.c daemon/*/*.h tests/unit/*/*.c tests/unit/*/*.h tests/bench/*.[ch] tests/fuzz/*.[ch] tests/*.h tests/support/*.[ch] tests/crash/*.c)

.PHONY: format
format:
	clang-format -i $(C_FILES)

.PHONY: lint
lint: $(BUILD)/moedested
	$(shell mkdir -p $(BUILD))$(file >$(BUILD)/lint-flags,$(filter-out -MMD -MP -Werror -Wduplicated% -Wlogical-op -ftrivial-% -enable-trivial-%,$(ALL_CFLAGS)) -Itests)
	@contrib/lint $(BUILD)/lint-flags $(C_FILES)

# ---- install -----------------------------------------------------------------------------------

INSTALL ?= install
SYSTEMDUNITDIR ?= $(PREFIX)/lib/systemd/system
COMPLETIONDIR ?= $(PREFIX)/share/bash-completion/completions

.PHONY: install
install: $(BUILD)/moedested
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man8 $(DESTDIR)$(SYSTEMDUNITDIR) $(DESTDIR)$(COMPLETIONDIR)
	$(INSTALL) -m 755 $(BUILD)/moedested $(DESTDIR)$(BINDIR)/moedested
	@for file in $$(find templates config -type f | sort); do \
	  $(INSTALL) -D -m 644 "$$file" "$(DESTDIR)$(DATADIR)/$$file" || exit 1; done
	$(INSTALL) -m 644 contrib/moedested.8 $(DESTDIR)$(MANDIR)/man8/moedested.8
	sed 's|@BINDIR@|$(BINDIR)|g; s|@SYSCONFDIR@|$(SYSCONFDIR)|g' contrib/moedested.service >$(DESTDIR)$(SYSTEMDUNITDIR)/moedested.service
	chmod 644 $(DESTDIR)$(SYSTEMDUNITDIR)/moedested.service
	$(INSTALL) -m 644 contrib/moedested.completion $(DESTDIR)$(COMPLETIONDIR)/moedested

.PHONY: uninstall
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/moedested $(DESTDIR)$(MANDIR)/man8/moedested.8 \
	  $(DESTDIR)$(SYSTEMDUNITDIR)/moedested.service $(DESTDIR)$(COMPLETIONDIR)/moedested
	rm -rf $(DESTDIR)$(DATADIR)

# ---- the rest ----------------------------------------------------------------------------------

.PHONY: clean
clean:
	rm -rf build build-clang build-san build-clang-san build-fuzz demo

.PHONY: help
help:
	@echo 'make            builds build/moedested'
	@echo 'make check      every test, and the structure of the house; ONLY="word" for some of them'
	@echo 'make demo       plays three months of a job centre through, into demo/'
	@echo 'make fuzz       cunning garbage for the parsers, FUZZ_SECONDS=60; FUZZ="html dsn" for some'
	@echo 'make crash      kills every process before every system call, and looks what is lost or twice'
	@echo 'make cuts       cuts the line to an IMAP server after each octet of a session'
	@echo 'make bench      measures, and prints the numbers'
	@echo 'make bench-large  the same with a million recipients: some minutes, 3 GB in TMPDIR;'
	@echo '                  bench-large-market alone: lists for 100,000 seekers x 5,000 jobs'
	@echo 'make score      how well the labelled replies are understood; HALF=test, WORST=200'
	@echo 'make lint       clang-format, clang-tidy and the warnings of clang, cppcheck, shellcheck, mandoc'
	@echo 'make format     gives the code its form (clang-format)'
	@echo 'make install    into PREFIX=$(PREFIX), below DESTDIR='
	@echo 'make clean      removes what was built'
	@echo
	@echo 'SAN=1           with address and undefined behaviour sanitizers, in build-san/'
	@echo 'CC=clang        with clang, in build-clang/'
	@echo 'Nothing installed yet? contrib/install-deps, or contrib/demo and contrib/check, which call it.'

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
