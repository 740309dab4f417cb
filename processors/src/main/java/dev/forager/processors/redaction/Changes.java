// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What was done to one set of attributes, or one body. Confined to one call. */
final class Changes {
    private static final String PREFIX = "redaction.";

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

    /**
     * Tells of the changes in attributes.
     *
     * @param scope empty, or {@code body.}
     */
    void tell(Summary summary, String scope, Attributes attributes) {
        if (summary != Summary.SILENT) {
            tell(summary, redacted, PREFIX + scope + "redacted", attributes);
            tell(summary, masked, PREFIX + scope + "masked", attributes);
            tell(summary, allowed, PREFIX + scope + "allowed", attributes);
            tell(Summary.INFO, ignored, PREFIX + scope + "ignored", attributes);
        }
    }

    private static void tell(
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
            Collections.sort(all);
            attributes.put(prefix + ".keys", String.join(",", all));
        }
        String count = prefix + ".count";
        attributes.put(count, Value.of(attributes.getLong(count, 0) + keys.size()));
    }
}
