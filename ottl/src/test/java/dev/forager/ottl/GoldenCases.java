// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Logs;
import dev.forager.pdata.ProfileId;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * Calls and what becomes of them on {@link OttlRunner#record}, as files of text. Cases are parted
 * by an empty line; a line begins with {@code >} (an expression, or statements that run one after
 * the other), {@code ?} (what to look at after statements), {@code =} (the value), {@code !} (a
 * part of the failure's text) or {@code X} (a part of the problem's text at load).
 */
public final class GoldenCases {
    private static final Pattern BLANK = Pattern.compile("\\R(?:\\h*\\R)+");

    private final List<String> statements = new ArrayList<>();
    private @Nullable String view;
    private char kind;
    private String expected = "";

    private GoldenCases() {}

    /** A test for each case of the files in a folder. */
    public static Stream<DynamicTest> in(String folder) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            List<Path> sorted = files.sorted().toList();
            assertThat(sorted).isNotEmpty();
            return sorted.stream().flatMap(GoldenCases::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<DynamicTest> of(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return BLANK.splitAsStream(text)
                .map(GoldenCases::parse)
                .filter(each -> !each.statements.isEmpty())
                .map(each -> DynamicTest.dynamicTest(each.toString(), file.toUri(), each::verify));
    }

    private static GoldenCases parse(String block) {
        GoldenCases parsed = new GoldenCases();
        for (String line : block.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String rest = line.substring(1).strip();
            switch (line.charAt(0)) {
                case '>' -> parsed.statements.add(rest);
                case '?' -> parsed.view = rest;
                case '=', '!', 'X' -> {
                    parsed.kind = line.charAt(0);
                    parsed.expected = rest;
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
        return parsed;
    }

    @Override
    public String toString() {
        return String.join("; ", statements);
    }

    private boolean isExpression() {
        return Character.isUpperCase(statements.getFirst().charAt(0));
    }

    private void verify() throws EvaluationException {
        switch (kind) {
            case '=' -> assertThat(show(result())).isEqualTo(expected);
            case '!' ->
                    assertThatThrownBy(this::result)
                            .isInstanceOf(EvaluationException.class)
                            .hasMessageContaining(expected);
            case 'X' ->
                    assertThatThrownBy(this::result)
                            .isInstanceOf(OttlException.class)
                            .hasMessageContaining(expected);
            default -> throw new IllegalStateException("nothing is expected of " + this);
        }
    }

    private @Nullable Object result() throws EvaluationException {
        Logs logs = OttlRunner.record();
        if (isExpression()) {
            return OttlRunner.evaluate(statements.getFirst(), logs, OttlContext.LOG);
        }
        OttlRunner.run(logs, OttlContext.LOG, statements.toArray(String[]::new));
        Logs decoded = (Logs) logs.seal().open();
        return view == null ? null : OttlRunner.evaluate(view, decoded, OttlContext.LOG);
    }

    /** As OTTL writes literals; maps in the order in which they are stored. */
    private static String show(@Nullable Object value) {
        return switch (value) {
            case null -> "nil";
            case Value.Empty _ -> "nil";
            case Value.Str text ->
                    '"' + text.string().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case Value.Int number -> Long.toString(number.value());
            case Value.Dbl number -> Double.toString(number.value());
            case Value.Bool flag -> Boolean.toString(flag.value());
            case Value.Bytes bytes -> "0x" + Arrays.toString(bytes.toByteArray());
            case Value.Arr array ->
                    array.values().stream()
                            .map(GoldenCases::show)
                            .collect(Collectors.joining(", ", "[", "]"));
            case Value.MapV map ->
                    map.entries().stream()
                            .map(GoldenCases::show)
                            .collect(Collectors.joining(", ", "{", "}"));
            case KeyValue entry -> '"' + entry.key() + "\": " + show(entry.value());
            case TraceId id -> id.hex();
            case SpanId id -> id.hex();
            case ProfileId id -> id.hex();
            default -> value.toString();
        };
    }
}
