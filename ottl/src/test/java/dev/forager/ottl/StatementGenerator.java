// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random statements on log records: well-formed, mostly of fitting types, over the attributes of
 * {@link RecordGenerator}. The same seed gives the same statements.
 */
final class StatementGenerator {
    private static final List<String> KEYS =
            List.of("str", "num", "dbl", "yes", "list", "nums", "map", "none", "empty", "bin");
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "alpha",
                    "Alpha beta",
                    "7",
                    "-1.5",
                    "true",
                    "é😀",
                    "a b  c",
                    "x=1 y=2",
                    "10.0.0.1",
                    "k",
                    "http://h/p?q=1");
    private static final List<String> REGEXES =
            List.of("a", "^a", "[a-z]+", "(\\\\w+) (\\\\w+)", "^$", "\\\\d", ".", "é", "k|n");
    private static final List<String> INTS =
            List.of("0", "1", "2", "3", "7", "-1", "10", "255", "9223372036854775807");
    private static final List<String> FLOATS = List.of("0.0", "1.5", "-2.25", "1000000.0", ".5");
    private static final List<String> BYTES = List.of("0x00", "0xff10", "0x616263");
    private static final List<String> CHECKS =
            List.of("IsBool", "IsDouble", "IsInt", "IsString", "IsMap", "IsList");
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");

    private final SplittableRandom random;

    StatementGenerator(SplittableRandom random) {
        this.random = random;
    }

    /** A statement, with a condition half of the time. */
    String statement() {
        return editor() + (random.nextBoolean() ? " where " + condition(2) : "");
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private String attribute() {
        String path = "log.attributes[" + quoted(any(KEYS)) + "]";
        return switch (random.nextInt(8)) {
            case 0 -> path + "[" + quoted(any(List.of("k", "n", "absent"))) + "]";
            case 1 -> path + "[" + random.nextInt(4) + "]";
            default -> path;
        };
    }

    private String path() {
        return switch (random.nextInt(12)) {
            case 0 -> "log.body";
            case 1 -> "log.severity_number";
            case 2 -> "log.severity_text";
            case 3 -> "resource.attributes[\"service.name\"]";
            case 4 -> "scope.name";
            case 5 -> "log.time_unix_nano";
            case 6 -> "log.cache[\"c\"]";
            case 7 -> "log.event_name";
            default -> attribute();
        };
    }

    private String map() {
        return any(
                List.of(
                        "log.attributes",
                        "log.attributes[\"map\"]",
                        "log.attributes[\"map\"]",
                        "log.attributes[\"none\"]",
                        "resource.attributes"));
    }

    private String keys() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(_ -> quoted(any(random.nextBoolean() ? KEYS : List.of("k", "n"))))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String editor() {
        return switch (random.nextInt(16)) {
            case 0 -> "delete_key(" + map() + ", " + text(1) + ")";
            case 1 -> "keep_keys(" + map() + ", " + keys() + ")";
            case 2 -> "delete_matching_keys(" + map() + ", " + regex() + ")";
            case 3 -> "keep_matching_keys(" + map() + ", " + regex() + ")";
            case 4 -> "truncate_all(" + map() + ", " + random.nextInt(6) + ")";
            case 5 ->
                    "merge_maps(%s, %s, \"%s\")"
                            .formatted(
                                    map(),
                                    random.nextInt(4) == 0 ? path() : mapLiteral(),
                                    any(List.of("insert", "update", "upsert")));
            case 6 -> "append(" + attribute() + ", " + value(1) + ")";
            case 7 -> "flatten(log.attributes[\"map\"], \"p\", " + random.nextInt(1, 3) + ")";
            case 8 -> "delete_index(log.attributes[\"list\"], " + random.nextInt(4) + ")";
            case 9 -> "limit(" + map() + ", " + random.nextInt(4, 12) + ", [\"str\", \"k\"])";
            default ->
                    "set("
                            + (random.nextInt(3) == 0 ? path() : "log.attributes[\"out\"]")
                            + ", "
                            + value(3)
                            + ")";
        };
    }

    private String regex() {
        return quoted(any(REGEXES));
    }

    private String mapLiteral() {
        return "{\"k\": %s, \"new\": %s}".formatted(value(1), value(1));
    }

    /** An expression of any type. */
    String value(int depth) {
        if (depth == 0) {
            return switch (random.nextInt(6)) {
                case 0 -> quoted(any(TEXTS));
                case 1 -> any(INTS);
                case 2 -> any(FLOATS);
                case 3 -> any(List.of("true", "false", "nil", "SEVERITY_NUMBER_WARN"));
                case 4 -> any(BYTES);
                default -> path();
            };
        }
        return switch (random.nextInt(8)) {
            case 0 -> text(depth);
            case 1 -> number(depth);
            case 2 -> conversion(depth);
            case 3 -> "[" + value(depth - 1) + ", " + value(depth - 1) + "]";
            case 4 -> mapLiteral();
            case 5 -> collection(depth);
            default -> value(0);
        };
    }

    private String conversion(int depth) {
        return "%s(%s)"
                .formatted(
                        any(List.of("Int", "Double", "String", "Bool")),
                        random.nextInt(3) == 0 ? path() : value(depth - 1));
    }

    private String collection(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> "Split(" + text(depth - 1) + ", \" \")";
            case 1 -> "Sort(" + any(List.of(path(), "log.attributes[\"nums\"]")) + ")";
            case 2 -> "Sort(Keys(" + map() + "))";
            case 3 -> "Coalesce([" + path() + ", " + value(depth - 1) + "])";
            case 4 -> "Split(" + text(depth - 1) + ", \" \")[" + random.nextInt(3) + "]";
            default -> "SliceToMap(" + attribute() + ")";
        };
    }

    private String text(int depth) {
        if (depth <= 0) {
            return random.nextInt(3) == 0
                    ? any(List.of("log.attributes[\"str\"]", "log.severity_text"))
                    : quoted(any(TEXTS));
        }
        return switch (random.nextInt(8)) {
            case 0 -> "Concat([%s, %s], \"-\")".formatted(value(depth - 1), value(depth - 1));
            case 1 ->
                    "Substring(%s, %d, %d)"
                            .formatted(text(depth - 1), random.nextInt(3), random.nextInt(4));
            case 2 -> any(List.of("SHA1", "MD5", "SHA256")) + "(" + text(depth - 1) + ")";
            case 3 -> "String(" + value(depth - 1) + ")";
            case 4 -> "ToKeyValueString(" + map() + ", \"=\", \"&\", true)";
            default -> text(0);
        };
    }

    private String number(int depth) {
        if (depth == 0) {
            return random.nextInt(3) == 0
                    ? "log.attributes[" + quoted(any(List.of("num", "dbl", "none"))) + "]"
                    : any(random.nextBoolean() ? INTS : FLOATS);
        }
        return switch (random.nextInt(6)) {
            case 0 -> "Len(" + value(depth - 1) + ")";
            case 1 -> "-(" + number(depth - 1) + ")";
            case 2 -> "Index(" + path() + ", " + value(depth - 1) + ")";
            case 3 -> "FNV(" + text(depth - 1) + ")";
            default ->
                    "(%s %s %s)"
                            .formatted(
                                    number(depth - 1),
                                    any(List.of("+", "-", "*", "/")),
                                    number(depth - 1));
        };
    }

    /** A condition. */
    String condition(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 8)) {
            case 0 -> any(CHECKS) + "(" + value(Math.max(0, depth - 1)) + ")";
            case 1 -> "IsMatch(" + path() + ", " + regex() + ")";
            case 2 -> "HasPrefix(" + text(0) + ", " + text(0) + ")";
            case 3 -> value(0) + " " + any(COMPARISONS) + " " + value(0);
            case 4 -> "not (" + condition(depth - 1) + ")";
            case 5 -> condition(depth - 1) + " and " + condition(depth - 1);
            case 6 -> "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
            default -> value(depth) + " " + any(COMPARISONS) + " " + value(depth - 1);
        };
    }
}
