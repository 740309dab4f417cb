// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.Position;
import dev.forager.config.tree.ScalarNode;
import dev.forager.config.tree.WrittenText;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.pipeline.config.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of scalars: numbers, text, durations and whatever has a static {@code parse(String)}
 * of its own. As strict as the collector, and stricter where it bends a value silently: fractions
 * and overflows are refused. Stateless.
 *
 * <p>Longer than most files: one short method for each kind of value.
 */
final class ValueReader {
    /** What a type of its own says of its form at the end of a message. */
    private static final String EXPECTED = " (expected: ";

    private static final long MOST_OF_UINT32 = 0xFFFF_FFFFL;

    private static final Map<Class<?>, Object> ZEROES =
            Map.of(
                    boolean.class,
                    false,
                    int.class,
                    0,
                    long.class,
                    0L,
                    double.class,
                    0.0,
                    String.class,
                    "",
                    Duration.class,
                    Duration.ZERO,
                    ByteSize.class,
                    new ByteSize(0),
                    Secret.class,
                    new Secret(""));
    private static final ClassValue<Optional<Method>> PARSERS =
            new ClassValue<>() {
                @Override
                protected Optional<Method> computeValue(Class<?> type) {
                    return findParser(type);
                }
            };
    private static final String DURATION = "a duration such as 200ms, 5s or 1h30m";
    private static final String SIZE = "a size such as 1048576, 512KB or 10MiB";

    private ValueReader() {}

    /**
     * A value that does not fit.
     *
     * <p>{@code phrase} is what is wrong, {@code expected} what would be right; neither holds the
     * value.
     */
    static final class UnfitException extends Exception {
        private static final long serialVersionUID = 1;

        private final String expected;

        UnfitException(String phrase, String expected) {
            super(phrase, null, false, false);
            this.expected = expected;
        }

        String phrase() {
            return String.valueOf(getMessage());
        }

        String expected() {
            return expected;
        }
    }

    /**
     * Bounds of a number.
     *
     * @param min null for that of the type
     * @param max null for that of the type
     */
    record Bounds(@Nullable Long min, @Nullable Long max) {
        static final Bounds NONE = new Bounds(null, null);
    }

    /** Whether {@code type} is made of one scalar. */
    static boolean isValue(Class<?> type) {
        return type.isPrimitive()
                || type.isEnum()
                || type == Integer.class
                || type == Long.class
                || type == Double.class
                || type == Boolean.class
                || type == String.class
                || type == Secret.class
                || type == Duration.class
                || type == ByteSize.class
                || type == URI.class
                || type == Path.class
                || type == Pattern.class
                || parser(type) != null;
    }

    /** What the collector makes of null; null for types that have no such value. */
    static @Nullable Object zero(Class<?> type) {
        return ZEROES.get(type);
    }

    /** Whether a value of {@code type} is made of a text. */
    private static boolean isOfText(Class<?> type) {
        return isValue(type)
                && !type.isPrimitive()
                && !Number.class.isAssignableFrom(type)
                && type != Boolean.class
                && type != Duration.class
                && type != ByteSize.class;
    }

    /** The value of {@code node}, of which any scalar is a text where that is wanted. */
    static Object readPlain(Node node, Class<?> type, Bounds bounds) throws UnfitException {
        if (node instanceof ScalarNode scalar && !scalar.isNull() && isOfText(type)) {
            String verbatim = node.origin().text();
            String text = verbatim == null ? scalar.source() : verbatim;
            return read(ScalarNode.text(node.origin(), text), type, bounds);
        }
        return read(node, type, bounds);
    }

    /** The value of {@code node} as {@code type}. */
    static Object read(Node node, Class<?> type, Bounds bounds) throws UnfitException {
        if (type == boolean.class || type == Boolean.class) {
            return bool(node);
        }
        if (type == int.class || type == Integer.class) {
            return Math.toIntExact(integer(node, bounds, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (type == long.class || type == Long.class) {
            return integer(node, bounds, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return floating(node, bounds);
        }
        if (type == Duration.class) {
            return duration(node);
        }
        if (type == ByteSize.class) {
            return size(node);
        }
        if (type == Secret.class) {
            return new Secret(text(node, "configopaque.String"));
        }
        if (type == LocatedText.class) {
            return located(node, text(node, "string"));
        }
        return ofText(text(node, "string"), type);
    }

    private static LocatedText located(Node node, String text) {
        Position position = node.position();
        WrittenText written = node instanceof ScalarNode scalar ? scalar.written() : null;
        return written == null
                ? LocatedText.at(text, position.source(), position.line(), position.column())
                : new LocatedText(text, position.source(), written.places(text));
    }

    /** What a value of {@code type} looks like, for messages and documentation. */
    static String expectation(Class<?> type, Bounds bounds) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class) {
            return range(bounds, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return range(bounds, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == Duration.class) {
            return DURATION;
        }
        if (type == ByteSize.class) {
            return SIZE;
        }
        if (type.isEnum()) {
            return choices(type);
        }
        return type == URI.class ? "a URL" : "text";
    }

    private static Boolean bool(Node node) throws UnfitException {
        if (node instanceof ScalarNode scalar && scalar.value() instanceof Boolean value) {
            return value;
        }
        throw unconvertible(node, "bool", "true or false");
    }

    private static long integer(Node node, Bounds bounds, long least, long most)
            throws UnfitException {
        String expected = range(bounds, least, most);
        long min = bounds.min() == null ? least : bounds.min();
        long max = bounds.max() == null ? most : bounds.max();
        boolean isWide = least == Long.MIN_VALUE && max != MOST_OF_UINT32;
        String name = (min >= 0 ? "uint" : "int") + (isWide ? "64" : "32");
        if (!(node instanceof ScalarNode scalar)) {
            throw unconvertible(node, name, expected);
        }
        return switch (scalar.value()) {
            case Long value when value >= min && value <= max -> value;
            case Long value when value < 0 && min >= 0 ->
                    throw new UnfitException(
                            "cannot parse value as '%s': negative, overflows uint".formatted(name),
                            expected);
            case Long _, BigInteger _ ->
                    throw new UnfitException(
                            "cannot parse value as '%s': out of range".formatted(name), expected);
            case Double value when value < 0 && min >= 0 ->
                    throw new UnfitException(
                            "cannot parse value as '%s': negative, overflows uint".formatted(name),
                            expected);
            case Double value when value % 1 != 0 && !value.isInfinite() ->
                    throw new UnfitException(
                            "cannot parse value as '%s': a fraction".formatted(name), expected);
            case Double value
                    when Math.abs(value) <= 1L << 53
                            && value.longValue() >= min
                            && value.longValue() <= max ->
                    value.longValue();
            case Double _ ->
                    throw new UnfitException(
                            "cannot parse value as '%s': out of range".formatted(name), expected);
            case null, default -> throw unconvertible(node, name, expected);
        };
    }

    private static String range(Bounds bounds, long least, long most) {
        Long min = bounds.min();
        Long max = bounds.max();
        if (min != null && max == null && most == Long.MAX_VALUE) {
            return "an integer >= " + min;
        }
        return least == Long.MIN_VALUE && min == null && max == null
                ? "an integer"
                : "an integer from %d to %d"
                        .formatted(min == null ? least : min, max == null ? most : max);
    }

    private static Double floating(Node node, Bounds bounds) throws UnfitException {
        Double value =
                node instanceof ScalarNode scalar && scalar.value() instanceof Number number
                        ? (Double) number.doubleValue()
                        : null;
        if (value == null) {
            throw unconvertible(node, "float64", "a number");
        }
        Long min = bounds.min();
        Long max = bounds.max();
        if ((min != null && !(value >= min)) || (max != null && !(value <= max))) {
            String expected =
                    "a number"
                            + (min == null ? "" : " >= " + min)
                            + (max == null ? "" : " <= " + max);
            throw new UnfitException("out of range", expected);
        }
        return value;
    }

    private static Duration duration(Node node) throws UnfitException {
        if (node instanceof ScalarNode scalar) {
            if (scalar.value() instanceof Long nanos) {
                return Duration.ofNanos(nanos);
            }
            if (scalar.value() instanceof Double nanos
                    && nanos % 1 == 0
                    && Math.abs(nanos) <= 1L << 53) {
                return Duration.ofNanos(nanos.longValue());
            }
            if (scalar.value() instanceof Number) {
                throw new UnfitException("time: missing unit in duration", DURATION);
            }
            if (scalar.value() instanceof String text) {
                try {
                    return GoDuration.parse(text);
                } catch (IllegalArgumentException e) {
                    throw new UnfitException(String.valueOf(e.getMessage()), DURATION);
                }
            }
        }
        throw unconvertible(node, "time.Duration", DURATION);
    }

    private static ByteSize size(Node node) throws UnfitException {
        if (node instanceof ScalarNode scalar) {
            if (scalar.value() instanceof Long bytes && bytes >= 0) {
                return new ByteSize(bytes);
            }
            if (scalar.value() instanceof String text) {
                try {
                    return ByteSizes.parse(text);
                } catch (IllegalArgumentException e) {
                    throw new UnfitException(String.valueOf(e.getMessage()), SIZE);
                }
            }
        }
        throw unconvertible(node, "helper.ByteSize", SIZE);
    }

    /** Text as it was written; behind a reference also what looks like something else. */
    static String text(Node node, String goType) throws UnfitException {
        if (node instanceof ScalarNode scalar && scalar.value() instanceof String text) {
            return text;
        }
        String verbatim = node.origin().text();
        if (verbatim != null) {
            return verbatim;
        }
        throw unconvertible(
                node, goType, node instanceof ScalarNode ? "text: put it in quotes" : "text");
    }

    private static Object ofText(String text, Class<?> type) throws UnfitException {
        if (type == String.class) {
            return text;
        }
        try {
            if (type == URI.class) {
                return new URI(text);
            }
            if (type == Path.class) {
                return Path.of(text);
            }
            if (type == Pattern.class) {
                return Pattern.compile(text);
            }
            Method parser = parser(type);
            return parser != null ? parse(parser, text) : constant(type, text);
        } catch (URISyntaxException e) {
            throw new UnfitException(
                    "cannot be parsed as a URL: %s at index %d"
                            .formatted(e.getReason(), e.getIndex()),
                    "a URL such as http://localhost:4318");
        } catch (InvalidPathException e) {
            throw new UnfitException(e.getReason(), "a path");
        } catch (PatternSyntaxException e) {
            throw new UnfitException(
                    "error parsing regexp: " + e.getDescription(), "a regular expression of RE2");
        }
    }

    private static Object constant(Class<?> type, String text) throws UnfitException {
        for (Object constant : type.getEnumConstants()) {
            Enum<?> value = (Enum<?>) constant;
            if (value.toString().equalsIgnoreCase(text)
                    || plain(value.name()).equals(plain(text))) {
                return value;
            }
        }
        throw new UnfitException(
                "unknown value \"%s\"%s".formatted(text, Suggestion.hint(text, constants(type))),
                choices(type));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static String choices(Class<?> type) {
        List<String> words = constants(type);
        String named = String.join(", ", words.stream().filter(word -> !word.isEmpty()).toList());
        return "one of " + named + (words.contains("") ? ", or nothing" : "");
    }

    /** The words for the constants of an enum. */
    static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(ValueReader::word).toList();
    }

    /** The word for a constant: its text where it has one of its own, else its lower-case name. */
    static String word(Object constant) {
        Enum<?> value = (Enum<?>) constant;
        return value.toString().equals(value.name())
                ? value.name().toLowerCase(Locale.ROOT)
                : value.toString();
    }

    private static @Nullable Method parser(Class<?> type) {
        return PARSERS.get(type).orElse(null);
    }

    private static Optional<Method> findParser(Class<?> type) {
        if (type.isPrimitive() || type.getName().startsWith("java.")) {
            return Optional.empty();
        }
        return Arrays.stream(type.getDeclaredMethods())
                .filter(it -> it.getName().equals("parse") && it.getReturnType() == type)
                .filter(it -> Modifier.isStatic(it.getModifiers()))
                .filter(it -> Modifier.isPublic(it.getModifiers()))
                .filter(it -> Arrays.equals(it.getParameterTypes(), new Class<?>[] {String.class}))
                .findFirst();
    }

    private static Object parse(Method parser, String text) throws UnfitException {
        String expected =
                parser.getReturnType() == ComponentId.class
                        ? "type or type/name"
                        : parser.getReturnType() == PipelineId.class
                                ? "traces, metrics, logs or profiles, with /name where there are several"
                                : parser.getReturnType().isEnum()
                                        ? choices(parser.getReturnType())
                                        : "text";
        try {
            parser.setAccessible(true);
            return parser.invoke(null, text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                Class<?> type = parser.getReturnType();
                String hint = type.isEnum() ? Suggestion.hint(text, constants(type)) : "";
                String why = String.valueOf(refused.getMessage());
                int own = why.indexOf(EXPECTED);
                throw own < 0
                        ? new UnfitException(why + hint, expected)
                        : new UnfitException(
                                why.substring(0, own),
                                why.substring(own + EXPECTED.length(), why.length() - 1));
            }
            throw new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static UnfitException unconvertible(Node node, String goType, String expected) {
        return new UnfitException(
                "expected type '%s', got unconvertible type '%s'".formatted(goType, node.goType()),
                expected);
    }
}
