// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import dev.forager.ottl.OttlValues;
import dev.forager.ottl.syntax.Quoting;
import dev.forager.ottl.time.GoDurations;
import dev.forager.ottl.time.TimeLayout;
import dev.forager.pdata.GoFloat;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.ProfileId;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One value under one verb of {@link GoFormat}. */
final class GoValue {
    private static final GoFormat.Spec PLAIN = new GoFormat.Spec();

    private final GoFormat.Spec spec;

    GoValue(GoFormat.Spec spec) {
        this.spec = spec;
    }

    /** Type and value, as in a complaint. */
    static String described(@Nullable Object value) {
        return value == null
                ? "<nil>"
                : OttlValues.typeName(value) + "=" + new GoValue(PLAIN).text(value, 'v');
    }

    String text(@Nullable Object value, int verb) {
        if (verb == 'T') {
            return spec.pad(value == null ? "<nil>" : OttlValues.typeName(value));
        }
        return switch (value) {
            case null -> verb == 'v' ? spec.pad("<nil>") : bad(null, verb);
            case Value.Str text -> string(text.string(), text, verb);
            case Value.Int(long number) -> integer(number, value, verb);
            case Value.Dbl(double number) -> decimal(number, value, verb);
            case Value.Bool flag ->
                    verb == 't' || verb == 'v'
                            ? spec.padText(Boolean.toString(flag.value()))
                            : bad(value, verb);
            case Value.Bytes bytes -> bytes(bytes, verb);
            case Value.Arr array -> list(array.values(), verb);
            case Value.MapV map -> map(map, verb);
            case List<?> list -> list(list, verb);
            case Duration duration ->
                    verb == 'v' || verb == 's'
                            ? spec.pad(GoDurations.format(OttlValues.nanos(duration)))
                            : integer(OttlValues.nanos(duration), value, verb);
            case Instant time ->
                    string(TimeLayout.display(time.atZone(ZoneOffset.UTC)), value, verb);
            case ZonedDateTime time -> string(TimeLayout.display(time), value, verb);
            case TraceId id -> id(id.toBytes(), id, verb);
            case SpanId id -> id(id.toBytes(), id, verb);
            case ProfileId id -> id(id.toBytes(), id, verb);
            default -> string(value.toString(), value, verb);
        };
    }

    /** A complaint, in which the value keeps the width and flags that were asked for. */
    private String bad(@Nullable Object value, int verb) {
        String shown =
                value == null ? "<nil>" : OttlValues.typeName(value) + "=" + text(value, 'v');
        return "%!" + Character.toString(verb) + "(" + shown + ")";
    }

    private String string(String text, Object value, int verb) {
        return switch (verb) {
            case 'v', 's' -> spec.padText(cut(text));
            case 'q' -> spec.pad(Quoting.quote(cut(text)));
            case 'x', 'X' -> hex(cut(text).getBytes(StandardCharsets.UTF_8), verb);
            default -> bad(value, verb);
        };
    }

    /** The first characters, if there is a precision. */
    private String cut(String text) {
        if (spec.precision < 0 || text.codePointCount(0, text.length()) <= spec.precision) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, spec.precision));
    }

    private String hex(byte[] bytes, int verb) {
        HexFormat format = verb == 'X' ? HexFormat.of().withUpperCase() : HexFormat.of();
        String prefix = verb == 'X' ? "0X" : "0x";
        if (spec.space) {
            format = format.withDelimiter(spec.sharp ? " " + prefix : " ");
        }
        return spec.pad((spec.sharp && bytes.length > 0 ? prefix : "") + format.formatHex(bytes));
    }

    private String bytes(Value.Bytes bytes, int verb) {
        byte[] content = bytes.toByteArray();
        return switch (verb) {
            case 's', 'q' -> string(new String(content, StandardCharsets.UTF_8), bytes, verb);
            case 'x', 'X' -> hex(content, verb);
            case 'v' -> numbers(content, 'd');
            default -> numbers(content, verb);
        };
    }

    /** An id: digits for the verbs of texts, else its bytes. */
    private String id(byte[] bytes, Object id, int verb) {
        return "vsqxX".indexOf(verb) < 0 ? numbers(bytes, verb) : string(id.toString(), id, verb);
    }

    private String numbers(byte[] bytes, int verb) {
        List<Object> numbers = new ArrayList<>();
        for (byte each : bytes) {
            numbers.add(Value.of((long) Byte.toUnsignedInt(each)));
        }
        return list(numbers, verb);
    }

    private String list(List<?> values, int verb) {
        return values.stream()
                .map(value -> text(plain(value), verb))
                .collect(Collectors.joining(" ", "[", "]"));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Value.Empty ? null : value;
    }

    private String map(Value.MapV map, int verb) {
        return map.entries().stream()
                .sorted(Comparator.comparing(KeyValue::keyText))
                .map(entry -> text(entry.keyText(), verb) + ":" + text(plain(entry.value()), verb))
                .collect(Collectors.joining(" ", "map[", "]"));
    }

    private String integer(long number, Object value, int verb) {
        return switch (verb) {
            case 'v' -> digits(number, 10, "", spec.withoutPlus());
            case 'd' -> digits(number, 10, "");
            case 'b' -> digits(number, 2, spec.sharp ? "0b" : "");
            case 'o' -> digits(number, 8, spec.sharp ? "0" : "");
            case 'O' -> digits(number, 8, "0o");
            case 'x' -> digits(number, 16, spec.sharp ? "0x" : "");
            case 'X' -> digits(number, 16, spec.sharp ? "0x" : "").toUpperCase(Locale.ROOT);
            case 'c' -> spec.pad(character(number));
            case 'q' -> spec.pad(Quoting.quoteRune(character(number)));
            case 'U' -> spec.pad("U+%04X".formatted(number));
            default -> bad(value, verb);
        };
    }

    private static String character(long number) {
        return Character.isValidCodePoint((int) number) && number == (int) number
                ? Character.toString((int) number)
                : "\uFFFD";
    }

    private String digits(long number, int radix, String prefix) {
        return digits(number, radix, prefix, spec);
    }

    private static String digits(long number, int radix, String prefix, GoFormat.Spec spec) {
        String digits = BigInteger.valueOf(number).abs().toString(radix);
        if (spec.precision < 0) {
            return spec.padNumber(spec.signed(number < 0, prefix + digits));
        }
        String zeros = "0".repeat(Math.max(0, spec.precision - digits.length()));
        return spec.pad(spec.signed(number < 0, prefix + zeros + digits));
    }

    private String decimal(double number, Object value, int verb) {
        if ("vgGeEfFxX".indexOf(verb) < 0) {
            return bad(value, verb);
        }
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        double size = Math.abs(number);
        if (!Double.isFinite(number)) {
            String sign = negative ? "-" : spec.plus || !Double.isNaN(number) ? "+" : "";
            return spec.pad(sign + (Double.isNaN(number) ? "NaN" : "Inf"));
        }
        String digits =
                switch (verb) {
                    case 'f', 'F' -> GoFloat.fixed(size, spec.precision < 0 ? 6 : spec.precision);
                    case 'e', 'E' ->
                            GoDecimal.scientific(size, spec.precision < 0 ? 6 : spec.precision);
                    case 'x', 'X' -> GoDecimal.hexadecimal(size);
                    default ->
                            spec.precision < 0
                                    ? GoFloat.of(size)
                                    : GoDecimal.general(size, spec.precision);
                };
        String cased =
                verb == 'E' || verb == 'G' || verb == 'X'
                        ? digits.toUpperCase(Locale.ROOT)
                        : digits;
        GoFormat.Spec shown = verb == 'v' ? spec.withoutPlus() : spec;
        return shown.padNumber(shown.signed(negative, cased));
    }
}
