// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.ottl.syntax.Quoting;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Numbers and booleans in text as Go's {@code strconv} reads them, with its error texts. */
public final class GoNumbers {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");
    private static final Set<String> INFINITE = Set.of("inf", "infinity");

    private static final Pattern HEXADECIMAL =
            Pattern.compile(
                    "[-+]?0x(?=_?[0-9a-f]|\\.[0-9a-f])(_?[0-9a-f])*+(\\.([0-9a-f](_?[0-9a-f])*+)?)?"
                            + "(p[-+]?[0-9](_?[0-9])*+)?");
    private static final Pattern GROUPED =
            Pattern.compile(
                    "[-+]?(?=\\.?[0-9])([0-9](_?[0-9])*+)?(\\.([0-9](_?[0-9])*+)?)?"
                            + "(e[-+]?[0-9](_?[0-9])*+)?");

    private GoNumbers() {}

    /** Digits of a base from 2 to 36, or 0 to read the base from the prefix. */
    public static long parseInt(String text, int base) throws EvaluationException {
        String digits = text;
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        int radix = base;
        if (base == 0) {
            radix = prefixedBase(digits);
            digits = withoutPrefix(digits, radix);
        }
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c > 'z' || Character.digit(c, radix) < 0) {
                throw failed("ParseInt", text, "invalid syntax");
            }
        }
        if (digits.isEmpty()) {
            throw failed("ParseInt", text, "invalid syntax");
        }
        try {
            return Long.parseLong(negative ? "-" + digits : digits, radix);
        } catch (NumberFormatException e) {
            throw failed("ParseInt", text, "value out of range");
        }
    }

    private static int prefixedBase(String digits) {
        String lower = digits.toLowerCase(Locale.ROOT);
        if (lower.startsWith("0x")) {
            return 16;
        }
        if (lower.startsWith("0b")) {
            return 2;
        }
        return lower.length() > 1 && lower.startsWith("0") ? 8 : 10;
    }

    /** Underscores may stand between digits where the base is read from the prefix. */
    private static String withoutPrefix(String digits, int radix) {
        String body =
                switch (radix) {
                    case 16, 2 -> digits.substring(2);
                    case 8 ->
                            digits.toLowerCase(Locale.ROOT).startsWith("0o")
                                    ? digits.substring(2)
                                    : digits.substring(1);
                    default -> digits;
                };
        return body.endsWith("_") ? body : body.replace("_", "");
    }

    /** A decimal or hexadecimal number, {@code inf} or {@code nan}. */
    public static double parseFloat(String text) throws EvaluationException {
        String lower = text.toLowerCase(Locale.ROOT);
        String unsigned =
                lower.startsWith("-") || lower.startsWith("+") ? lower.substring(1) : lower;
        if (INFINITE.contains(unsigned)) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (lower.equals("nan")) {
            return Double.NaN;
        }
        double number = isNumber(unsigned) ? Double.parseDouble(text) : grouped(lower);
        if (Double.isNaN(number)) {
            throw failed("ParseFloat", text, "invalid syntax");
        }
        if (Double.isInfinite(number)) {
            throw failed("ParseFloat", text, "value out of range");
        }
        return number;
    }

    /**
     * A number in hexadecimal, which needs an exponent, or with underscores, each of them between
     * digits or behind the prefix; NaN for what is none.
     */
    private static double grouped(String lower) {
        boolean hexadecimal = HEXADECIMAL.matcher(lower).matches();
        boolean exponent = lower.indexOf('p') >= 0;
        if (hexadecimal ? !exponent : !GROUPED.matcher(lower).matches()) {
            return Double.NaN;
        }
        return Double.parseDouble(lower.replace("_", ""));
    }

    /** Java alone would also read white space and the suffixes d and f. */
    private static boolean isNumber(String unsigned) {
        int at = digitsEnd(unsigned, 0);
        int count = at;
        if (at < unsigned.length() && unsigned.charAt(at) == '.') {
            int end = digitsEnd(unsigned, at + 1);
            count += end - at - 1;
            at = end;
        }
        if (count == 0) {
            return false;
        }
        if (at < unsigned.length() && unsigned.charAt(at) == 'e') {
            at++;
            if (at < unsigned.length() && "+-".indexOf(unsigned.charAt(at)) >= 0) {
                at++;
            }
            int end = digitsEnd(unsigned, at);
            return end > at && end == unsigned.length();
        }
        return at == unsigned.length();
    }

    private static int digitsEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** {@code 1 t T TRUE true True} and their opposites. */
    public static boolean parseBool(String text) throws EvaluationException {
        if (TRUE.contains(text)) {
            return true;
        }
        if (FALSE.contains(text)) {
            return false;
        }
        throw failed("ParseBool", text, "invalid syntax");
    }

    private static EvaluationException failed(String function, String text, String why) {
        return new EvaluationException(
                "strconv.%s: parsing %s: %s".formatted(function, Quoting.quote(text), why));
    }
}
