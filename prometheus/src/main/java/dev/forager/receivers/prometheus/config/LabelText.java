// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import java.nio.charset.StandardCharsets;

/** Which names labels may have. Stateless. */
public final class LabelText {
    private LabelText() {}

    /**
     * Whether a label may be called so.
     *
     * @param isLegacy whether only letters, digits and underscores are allowed
     */
    public static boolean isName(String name, boolean isLegacy) {
        if (name.isEmpty()) {
            return false;
        }
        return isLegacy ? isLegacyName(name, false) : isUnicode(name);
    }

    /** Whether a metric may be called so. */
    public static boolean isMetricName(String name, boolean isLegacy) {
        return !name.isEmpty() && (isLegacy ? isLegacyName(name, true) : isUnicode(name));
    }

    private static boolean isLegacyName(String name, boolean mayHoldColons) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            boolean isDigit = c >= '0' && c <= '9' && i > 0;
            if (!isLetter && !isDigit && !(mayHoldColons && c == ':')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
