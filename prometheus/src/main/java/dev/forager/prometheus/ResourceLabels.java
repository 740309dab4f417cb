// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import java.util.List;

/**
 * Which attributes of the resource become labels of every series, by patterns with {@code *} and
 * {@code ?}. Immutable.
 *
 * @param included patterns of keys; none is all keys where something is excluded, else no key
 * @param excluded patterns of keys that stay out
 */
public record ResourceLabels(List<String> included, List<String> excluded) {
    /**
     * The collector's gate that leaves in {@code target_info} what became job and instance, too.
     */
    public static final String KEEP_IDENTITY = "pkg.prometheus.KeepIdentifyingResourceAttributes";

    /** No attribute becomes a label. */
    public static final ResourceLabels NONE = new ResourceLabels(List.of(), List.of());

    public ResourceLabels {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    /** Whether no attribute becomes a label. */
    public boolean isEmpty() {
        return included.isEmpty() && excluded.isEmpty();
    }

    /** Whether the attribute with this key becomes a label. */
    public boolean contains(String key) {
        if (excluded.stream().anyMatch(pattern -> matches(pattern, key))) {
            return false;
        }
        return included.isEmpty()
                ? !excluded.isEmpty()
                : included.stream().anyMatch(pattern -> matches(pattern, key));
    }

    /** Linear in both lengths but for the retreats to the last star. */
    private static boolean matches(String pattern, String key) {
        int p = 0;
        int k = 0;
        int star = -1;
        int retry = 0;
        while (k < key.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : 0;
            if (p < pattern.length() && c == '*') {
                star = p++;
                retry = k;
            } else if (p < pattern.length() && (c == '?' || c == key.charAt(k))) {
                p++;
                k++;
            } else if (star >= 0) {
                p = star + 1;
                k = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
