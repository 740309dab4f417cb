// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.config.ByteSize;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as the collector's log components write them: {@code 1024}, {@code 10MiB} (binary), {@code
 * 512KB} (decimal), in any case.
 */
final class ByteSizes {
    private static final Pattern SIZE =
            Pattern.compile(
                    "(\\d{1,19}(?:\\.\\d{1,19})?)\\s*([kmgtp]?)(i?)b?", Pattern.CASE_INSENSITIVE);
    private static final String PREFIXES = "kmgtp";

    private ByteSizes() {}

    /**
     * Reads a size.
     *
     * @throws IllegalArgumentException when it is none
     */
    static ByteSize parse(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        String prefix = matcher.matches() ? matcher.group(2).toLowerCase(Locale.ROOT) : "";
        if (!matcher.matches() || (prefix.isEmpty() && !matcher.group(3).isEmpty())) {
            throw new IllegalArgumentException("invalid byte size");
        }
        int power = prefix.isEmpty() ? 0 : PREFIXES.indexOf(prefix) + 1;
        long unit = matcher.group(3).isEmpty() ? 1000 : 1024;
        BigDecimal bytes =
                new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit).pow(power));
        try {
            return new ByteSize(bytes.longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("invalid byte size", e);
        }
    }
}
