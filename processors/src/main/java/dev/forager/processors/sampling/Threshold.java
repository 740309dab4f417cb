// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.sampling;

import org.jspecify.annotations.Nullable;

/**
 * A rejection threshold: an item is kept if its 56 bits of randomness are not below it. Immutable.
 *
 * @param value 0 (always) to 2^56 (never)
 */
public record Threshold(long value) {
    /** Hexadecimal digits of 56 bits. */
    public static final int DIGITS = 14;

    /** One more than the greatest randomness. */
    public static final long RANGE = 1L << 56;

    /** No smaller probability has a threshold. */
    public static final double LEAST_PROBABILITY = 1.0 / RANGE;

    /** Keeps everything. */
    public static final Threshold ALWAYS = new Threshold(0);

    /** Keeps nothing. */
    public static final Threshold NEVER = new Threshold(RANGE);

    private static final int BITS_PER_DIGIT = 4;

    /**
     * The threshold of a probability, rounded to so many digits behind the leading zeros or fs.
     *
     * @return null if the probability is not between 2^-56 and 1
     */
    public static @Nullable Threshold ofProbability(double probability, int digits) {
        if (!(probability >= LEAST_PROBABILITY && probability <= 1)) {
            return null;
        }
        if (probability == 1) {
            return ALWAYS;
        }
        int precision =
                Math.min(DIGITS, digits + Math.max(leading(probability), leading(1 - probability)));
        long threshold = RANGE - Math.round(probability * RANGE);
        int shift = BITS_PER_DIGIT * (DIGITS - precision);
        if (shift > 0) {
            threshold += 1L << (shift - 1);
            threshold = threshold >> shift << shift;
        }
        return new Threshold(threshold);
    }

    /** Hexadecimal zeros behind the point. */
    private static int leading(double fraction) {
        return -(Math.getExponent(fraction) + 1) / BITS_PER_DIGIT;
    }

    /**
     * Reads up to 14 hexadecimal digits; zeros at the end may be missing.
     *
     * @throws NumberFormatException for anything else
     */
    public static Threshold parse(String text) {
        if (text.isEmpty()) {
            throw new NumberFormatException("t-value is empty");
        }
        if (text.length() > DIGITS) {
            throw new NumberFormatException("t-value exceeds 14 hex digits");
        }
        return new Threshold(hex(text) << (BITS_PER_DIGIT * (DIGITS - text.length())));
    }

    /**
     * Reads exactly 14 hexadecimal digits of randomness.
     *
     * @throws NumberFormatException for anything else
     */
    public static long parseRandomness(String text) {
        if (text.length() != DIGITS) {
            throw new NumberFormatException("r-value must have 14 hex digits");
        }
        return hex(text);
    }

    private static long hex(String text) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new NumberFormatException("parsing \"%s\": invalid syntax".formatted(text));
            }
            value = value << BITS_PER_DIGIT | digit;
        }
        return value;
    }

    /** All 14 digits of randomness. */
    public static String randomnessText(long randomness) {
        return Long.toHexString(RANGE + randomness).substring(1);
    }

    /** Digits without zeros at the end; empty for {@link #NEVER}. */
    public String text() {
        if (value == 0) {
            return "0";
        }
        if (value >= RANGE) {
            return "";
        }
        String digits = randomnessText(value);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }

    /** The share of items that are kept. */
    public double probability() {
        return (double) (RANGE - value) / RANGE;
    }

    /** The greater of the two. */
    public Threshold atLeast(Threshold other) {
        return value >= other.value ? this : other;
    }

    /** The smaller of the two. */
    public Threshold atMost(Threshold other) {
        return value <= other.value ? this : other;
    }

    /** Whether an item of this randomness is kept. */
    public boolean keeps(long randomness) {
        return value <= randomness;
    }
}
