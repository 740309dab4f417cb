// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.faults;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many failures of one system call with one error, in one process, are a fault. Immutable.
 *
 * @param count failures
 * @param within in what time
 */
public record ErrnoBurst(int count, Duration within) {
    /** In no time nothing can happen. */
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/0*([1-9]\\d{0,5})(ms|s|m)");

    /** Of a text such as {@code 100/10s}. */
    public static ErrnoBurst parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < 2) {
            throw new IllegalArgumentException(
                    "%s is no count/duration such as 100/10s".formatted(text));
        }
        long amount = Long.parseLong(matcher.group(2));
        Duration within =
                switch (matcher.group(3)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    default -> Duration.ofMinutes(amount);
                };
        return new ErrnoBurst(Integer.parseInt(matcher.group(1)), within);
    }

    @Override
    public String toString() {
        return "%d/%dms".formatted(count, within.toMillis());
    }
}
