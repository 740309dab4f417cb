// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration as Prometheus writes it: whole numbers with the units y, w, d, h, m, s and ms, the
 * larger ones first, such as {@code 1h30m}.
 */
public record PromDuration(Duration value) {
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long DAY = 86_400_000;
    private static final long[] MILLIS = {365 * DAY, 7 * DAY, DAY, 3_600_000, 60_000, 1000, 1};

    /** Units that are written only where nothing is left below them. */
    private static final int EXACT_UNITS = 3;

    /** Not one that the regex engine can be made slow with: each group ends in its own letter. */
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:(\\d{1,9})y)?(?:(\\d{1,9})w)?(?:(\\d{1,9})d)?(?:(\\d{1,12})h)?"
                            + "(?:(\\d{1,12})m)?(?:(\\d{1,15})s)?(?:(\\d{1,18})ms)?");

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException when it is none, with Prometheus' text
     */
    public static PromDuration parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty duration string");
        }
        Matcher parts = FORM.matcher(text);
        if (!text.equals("0") && !parts.matches()) {
            throw new IllegalArgumentException(
                    "not a valid duration string: \"%s\" (expected: a duration such as 15s or 1h30m)"
                            .formatted(text));
        }
        long millis = 0;
        try {
            for (int i = 0; i < UNITS.length && !text.equals("0"); i++) {
                String part = parts.group(i + 1);
                if (part != null) {
                    long product = Math.multiplyExact(Long.parseLong(part), MILLIS[i]);
                    millis = Math.addExact(millis, product);
                }
            }
            return new PromDuration(Duration.ofNanos(Math.multiplyExact(millis, 1_000_000L)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("duration out of range", e);
        }
    }

    /** The form that labels such as {@code __scrape_interval__} have. */
    @Override
    public String toString() {
        long millis = value.toMillis();
        if (millis == 0) {
            return "0s";
        }
        var out = new StringBuilder();
        for (int i = 0; i < UNITS.length; i++) {
            boolean isExact = i >= EXACT_UNITS || millis % MILLIS[i] == 0;
            long count = isExact ? millis / MILLIS[i] : 0;
            if (count > 0) {
                out.append(count).append(UNITS[i]);
                millis -= count * MILLIS[i];
            }
        }
        return out.toString();
    }
}
