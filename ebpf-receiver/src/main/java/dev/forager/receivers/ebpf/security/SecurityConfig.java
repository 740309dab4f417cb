// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Validation;
import dev.forager.receivers.ebpf.emit.NearestWord;
import dev.forager.receivers.ebpf.process.ArgumentPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The section {@code probes.security}. */
public record SecurityConfig(
        @Doc(
                        "Rules, the first that matches decides: default (the shipped set) or"
                                + " {name, category, technique, match, severity, suppress}.")
                @Default("[default]")
                List<RuleItem> rules,
        @Doc("Which execs make records: all, or matched (those that a rule matches).")
                @Default("all")
                Exec exec,
        @Doc("What is kept of arguments: redacted (all but secrets), full, none.")
                @Default("redacted")
                ArgumentPolicy arguments,
        @Doc(
                        "Absolute paths of files whose opening is told; with a slash at the end, of all in"
                                + " that folder.")
                @Default("[/etc/shadow, /etc/gshadow, /etc/sudoers, /etc/sudoers.d/, /root/.ssh/]")
                List<String> files,
        @Doc("Which TCP connects are told: external (to public addresses), all, none.")
                @Default("external")
                Connect connect,
        @Doc(
                        "Whether system calls are watched: privileges, ptrace, bpf, mounts, namespaces,"
                                + " files. Costs every system call of the host about 40 ns.")
                @Default("true")
                boolean systemCalls,
        @Doc("How long repeats are folded into one record; 0s: not at all.") @Default("60s")
                Duration suppressRepeats) {
    /** Bytes of a name that the kernel side compares. */
    static final int NAME_BYTES = 64;

    private static final int MOST_FILES = 256;

    /** Checks paths and times. */
    public SecurityConfig {
        check(rules, files, suppressRepeats);
        rules = List.copyOf(rules);
        files = List.copyOf(files);
    }

    private static void check(List<RuleItem> rules, List<String> files, Duration repeats) {
        Set<String> names = new HashSet<>();
        Validation.requireEach(rules, "rules", (rule, key) -> checkRule(rule, key, names));
        Validation.require(
                files.size() <= MOST_FILES,
                "files",
                "%d paths (expected: at most %d)".formatted(files.size(), MOST_FILES));
        Validation.requireEach(files, "files", SecurityConfig::checkPath);
        Validation.require(
                !repeats.isNegative(), "suppress_repeats", "negative (expected: 0s or more)");
    }

    private static void checkRule(RuleItem item, String key, Set<String> names) {
        switch (item) {
            case RuleItem.Shipped(String set) ->
                    Validation.require(
                            set.equals(RuleItem.DEFAULT),
                            key,
                            "unknown set of rules \"%s\"%s (expected: default, or a rule: {name, match, severity})"
                                    .formatted(
                                            set, NearestWord.hint(set, List.of(RuleItem.DEFAULT))));
            case RuleItem.Rule rule ->
                    Validation.require(
                            names.add(rule.name()),
                            key + "::name",
                            "%s (expected: a name of its own)".formatted(rule.name()));
        }
    }

    private static void checkPath(String path, String key) {
        int bytes = path.getBytes(StandardCharsets.UTF_8).length;
        Validation.require(
                path.startsWith("/") && bytes < NAME_BYTES && path.indexOf(0) < 0,
                key,
                "\"%s\" (expected: an absolute path of less than %d bytes)"
                        .formatted(path, NAME_BYTES));
    }

    /** Which execs make records. */
    public enum Exec {
        /** All. */
        ALL,
        /** Those that a rule matches. */
        MATCHED
    }

    /** Which TCP connects are told. */
    public enum Connect {
        /** Those to public addresses. */
        EXTERNAL,
        /** All. */
        ALL,
        /** None. */
        NONE
    }
}
