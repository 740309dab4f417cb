// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import dev.forager.pdata.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text with the verbs of Go's {@code fmt}: {@code %s %d %v %q %x %t %f %e %g %c %b %o %U %T}, with
 * flags, width, precision, {@code *} and {@code [n]}. What does not fit is no error: it is written
 * the way Go does, {@code %!d(string=x)}.
 *
 * @see <a href="https://pkg.go.dev/fmt">fmt</a>
 */
public final class GoFormat {
    /** Go's limit of a width or precision. */
    private static final long MAX_SIZE = 1_000_000;

    private static final String FLAGS = "+-# 0";

    private final String format;
    private final List<? extends @Nullable Object> arguments;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next;
    private boolean reordered;

    private GoFormat(String format, List<? extends @Nullable Object> arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    /** The format with the arguments, which are values as a {@code Getter} gives them. */
    public static String format(String format, List<? extends @Nullable Object> arguments) {
        return new GoFormat(format, arguments).run();
    }

    private String run() {
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c != '%') {
                out.append(c);
            } else {
                directive();
            }
        }
        if (!reordered && next < arguments.size()) {
            extra();
        }
        return out.toString();
    }

    private void extra() {
        out.append("%!(EXTRA ");
        for (int i = next; i < arguments.size(); i++) {
            out.append(i == next ? "" : ", ").append(GoValue.described(arguments.get(i)));
        }
        out.append(')');
    }

    private void directive() {
        Spec spec = new Spec();
        while (at < format.length() && FLAGS.indexOf(format.charAt(at)) >= 0) {
            spec.flag(format.charAt(at++));
        }
        boolean good = index();
        spec.width = size("%!(BADWIDTH)");
        if (spec.width < -1) {
            spec.minus = true;
            spec.width = -spec.width;
        }
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            good &= index();
            spec.precision = Math.max(0, size("%!(BADPREC)"));
        }
        good &= index();
        if (at == format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        write(spec, verb, good);
    }

    private void write(Spec spec, int verb, boolean good) {
        if (verb == '%') {
            out.append('%');
        } else if (!good) {
            out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
        } else if (next >= arguments.size()) {
            out.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            out.append(new GoValue(spec).text(arguments.get(next++), verb));
        }
    }

    /** {@code [n]}: the number of the argument that is next; false if there is no such one. */
    private boolean index() {
        if (at >= format.length() || format.charAt(at) != '[') {
            return true;
        }
        int close = format.indexOf(']', at);
        reordered = true;
        if (close < 0) {
            at++;
            return false;
        }
        String digits = format.substring(at + 1, close);
        at = close + 1;
        if (digits.isEmpty() || digits.length() > 6 || !digits.chars().allMatch(this::isDigit)) {
            return false;
        }
        next = Integer.parseInt(digits) - 1;
        return next >= 0 && next < arguments.size();
    }

    private boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** A width or precision: digits, or a star that takes an argument; -1 for none. */
    private int size(String complaint) {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            if (next < arguments.size()
                    && arguments.get(next++) instanceof Value.Int(long given)
                    && Math.abs(given) <= MAX_SIZE) {
                return given == -1 ? -2 : (int) given;
            }
            out.append(complaint);
            return -1;
        }
        long size = -1;
        while (at < format.length() && isDigit(format.charAt(at))) {
            size = Math.min(MAX_SIZE, Math.max(0, size) * 10 + (format.charAt(at++) - '0'));
        }
        return (int) size;
    }

    /** What stands between the percent sign and the verb. */
    static final class Spec {
        boolean plus;
        boolean minus;
        boolean sharp;
        boolean space;
        boolean zero;

        /** -1 for none. */
        int width = -1;

        /** -1 for none. */
        int precision = -1;

        void flag(char flag) {
            switch (flag) {
                case '+' -> plus = true;
                case '-' -> minus = true;
                case '#' -> sharp = true;
                case ' ' -> space = true;
                case '0' -> zero = true;
                default -> throw new IllegalArgumentException("no flag: " + flag);
            }
        }

        /** For the verb v, whose plus sign asks for the names of fields. */
        Spec withoutPlus() {
            Spec other = new Spec();
            other.minus = minus;
            other.sharp = sharp;
            other.space = space;
            other.zero = zero;
            other.width = width;
            other.precision = precision;
            return other;
        }

        /** Text filled up to the width, with zeros in front if so asked. */
        String padText(String text) {
            int missing = width - text.codePointCount(0, text.length());
            return missing > 0 && zero && !minus ? "0".repeat(missing) + text : pad(text);
        }

        /** Text filled up to the width. */
        String pad(String text) {
            int missing = width - text.codePointCount(0, text.length());
            if (missing <= 0) {
                return text;
            }
            return minus ? text + " ".repeat(missing) : " ".repeat(missing) + text;
        }

        /** A number filled up to the width, with zeros behind its sign if so asked. */
        String padNumber(String number) {
            int missing = width - number.length();
            if (missing <= 0 || !zero || minus) {
                return pad(number);
            }
            boolean signed = "+- ".indexOf(number.charAt(0)) >= 0;
            String sign = signed ? number.substring(0, 1) : "";
            return sign + "0".repeat(missing) + number.substring(sign.length());
        }

        /** A number without its sign, with the sign that it shows. */
        String signed(boolean negative, String digits) {
            return (negative ? "-" : plus ? "+" : space ? " " : "") + digits;
        }
    }
}
