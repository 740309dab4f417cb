// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as Prometheus writes it: {@code 10MB} and {@code 10MiB} are both 10 · 2^20.
 *
 * @param bytes the number; 0 is no limit
 */
public record PromSize(long bytes) {
    private static final String PREFIXES = "KMGTPE";
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?)([KMGTPE]i?)?B");

    /**
     * Reads a size.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static PromSize parse(String text) {
        if (text.equals("0")) {
            return new PromSize(0);
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "units: invalid %s (expected: a size such as 10MB)".formatted(text));
        }
        String prefix = parts.group(2);
        int power = prefix == null ? 0 : PREFIXES.indexOf(prefix.charAt(0)) + 1;
        BigDecimal bytes = new BigDecimal(parts.group(1)).multiply(new BigDecimal(1024).pow(power));
        BigDecimal whole = bytes.setScale(0, RoundingMode.DOWN);
        if (whole.toBigInteger().bitLength() > 62) {
            throw new IllegalArgumentException("units: overflow of " + text);
        }
        return new PromSize(whole.longValue());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%dB", bytes);
    }
}
