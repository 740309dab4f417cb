// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was done to one set of attributes, or one body, told in attributes of its own. Confined to
 * one call.
 */
final class Changes {
    private static final String PREFIX = "redaction.";
    private static final Set<String> SUMMARIES = summaries();

    final List<String> redacted = new ArrayList<>();
    final List<String> masked = new ArrayList<>();
    final List<String> allowed = new ArrayList<>();
    final List<String> ignored = new ArrayList<>();

    /** How much is told. */
    enum Summary {
        SILENT,
        INFO,
        DEBUG;

        static Summary of(String word) {
            return switch (word) {
                case "debug" -> DEBUG;
                case "info" -> INFO;
                default -> SILENT;
            };
        }
    }

    private static Set<String> summaries() {
        var keys = new HashSet<String>();
        for (String prefix : List.of(PREFIX, PREFIX + "body.")) {
            for (String outcome : List.of("redacted", "masked", "allowed")) {
                keys.add(prefix + outcome + ".keys");
                keys.add(prefix + outcome + ".count");
            }
            keys.add(prefix + "ignored.count");
        }
        return Set.copyOf(keys);
    }

    /** Whether an attribute tells of changes, perhaps those of a processor before. */
    static boolean isSummary(String key) {
        return SUMMARIES.contains(key);
    }

    /**
     * Tells of the changes in attributes. What was removed or masked adds to what a processor
     * before told, as it cannot be seen again; what is allowed or ignored is seen by each anew and
     * takes its place.
     *
     * @param scope empty, or {@code body.}
     */
    void tell(Summary summary, String scope, Attributes attributes) {
        if (summary != Summary.SILENT) {
            add(summary, redacted, PREFIX + scope + "redacted", attributes);
            add(summary, masked, PREFIX + scope + "masked", attributes);
            replace(summary, allowed, PREFIX + scope + "allowed", attributes);
            replace(Summary.INFO, ignored, PREFIX + scope + "ignored", attributes);
        }
    }

    private static void replace(
            Summary summary, List<String> keys, String prefix, Attributes attributes) {
        if (keys.isEmpty()) {
            attributes.removeIf(entry -> entry.key().startsWith(prefix) && isSummary(entry.key()));
            return;
        }
        if (summary == Summary.DEBUG) {
            attributes.put(prefix + ".keys", joined(keys));
        }
        attributes.put(prefix + ".count", Value.of(keys.size()));
    }

    private static void add(
            Summary summary, List<String> keys, String prefix, Attributes attributes) {
        if (keys.isEmpty()) {
            return;
        }
        if (summary == Summary.DEBUG) {
            var all = new ArrayList<>(keys);
            String before = attributes.getString(prefix + ".keys", "");
            if (!before.isEmpty()) {
                all.addAll(Arrays.asList(before.split(",", -1)));
            }
            attributes.put(prefix + ".keys", joined(all));
        }
        String count = prefix + ".count";
        attributes.put(count, Value.of(attributes.getLong(count, 0) + keys.size()));
    }

    private static String joined(List<String> keys) {
        return keys.stream().sorted().collect(Collectors.joining(","));
    }
}
