// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.Signal;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/** Compiles and runs OTTL in a line of a test, mostly on {@link #record one log record}. */
public final class OttlRunner {
    private static final Functions FUNCTIONS = Functions.standard();
    private static final ErrorHandling PROPAGATE =
            new ErrorHandling(ErrorMode.PROPAGATE, NOPLogger.NOP_LOGGER, () -> 0);

    private OttlRunner() {}

    /** A log record with attributes of every type. */
    public static Logs record() {
        Logs logs = Logs.create();
        var resource = logs.addResource();
        resource.resource().attributes().put("service.name", "checkout").put("tier", 3);
        ScopeLogs scope = resource.addScope();
        scope.scope().name("lib.a").version("1.2.0");
        LogRecord record = scope.addRecord();
        record.timeUnixNano(1_700_000_000_123_456_789L)
                .severityNumberValue(9)
                .severityText("INFO")
                .body(Value.of("operation alpha failed"))
                .traceId(TraceId.ofHex("0102030405060708090a0b0c0d0e0f10"))
                .spanId(SpanId.ofHex("1112131415161718"));
        record.attributes()
                .put("str", "alpha")
                .put("num", 7)
                .put("dbl", 2.5)
                .put("yes", true)
                .put("bin", Value.of(new byte[] {1, 2}))
                .put("list", array("a", "b", "c"))
                .put("nums", Value.Arr.of(Value.of(3), Value.of(1), Value.of(2)))
                .put("map", map("k", Value.of("v"), "n", Value.of(1)))
                .put("empty", "");
        return (Logs) logs.seal().open();
    }

    private static Value array(String... texts) {
        return Value.Arr.of(Arrays.stream(texts).map(Value::of).toList());
    }

    private static Value map(String key, Value value, String other, Value second) {
        return Value.MapV.of().with(key, value).with(other, second);
    }

    /** What an expression is worth on {@link #record}; text and numbers as Java has them. */
    public static @Nullable Object value(String expression) throws EvaluationException {
        return value(expression, record(), OttlContext.LOG);
    }

    /** What an expression is worth on the first item of a context. */
    public static @Nullable Object value(
            String expression, Telemetry telemetry, OttlContext context)
            throws EvaluationException {
        return plain(evaluate(expression, telemetry, context));
    }

    /** As {@link #value(String, Telemetry, OttlContext)}, as OTTL has it. */
    static @Nullable Object evaluate(String expression, Telemetry telemetry, OttlContext context)
            throws EvaluationException {
        List<OttlProblem> problems = new ArrayList<>();
        ValueExpression compiled =
                OttlCompiler.of(FUNCTIONS, telemetry.signal())
                        .value(Source.of(expression), context, problems);
        OttlException.throwIfAny(problems);
        List<@Nullable Object> seen = new ArrayList<>();
        new Walk(context)
                .forEach(
                        new Cursor(telemetry),
                        cursor -> {
                            if (compiled != null && seen.isEmpty()) {
                                seen.add(compiled.get(cursor));
                            }
                        });
        return seen.getFirst();
    }

    /** A value of pdata as the nearest Java has; maps sorted by key. */
    public static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Value.Str text -> text.string();
            case Value.Int number -> number.value();
            case Value.Dbl number -> number.value();
            case Value.Bool flag -> flag.value();
            case Value.Arr array -> array.values().stream().map(OttlRunner::plain).toList();
            case Value.MapV map -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                map.entries().forEach(entry -> sorted.put(entry.key(), plain(entry.value())));
                yield sorted;
            }
            case Value.Empty _ -> null;
            default -> value;
        };
    }

    /** Whether a condition holds on {@link #record}. */
    public static boolean test(String condition) throws EvaluationException {
        List<OttlProblem> problems = new ArrayList<>();
        ConditionSequence compiled =
                OttlCompiler.of(FUNCTIONS, Signal.LOGS)
                        .conditions(
                                List.of(Source.of(condition)),
                                OttlContext.LOG,
                                PROPAGATE,
                                problems);
        OttlException.throwIfAny(problems);
        boolean[] held = new boolean[1];
        new Walk(OttlContext.LOG)
                .forEach(new Cursor(record()), cursor -> held[0] = compiled.matches(cursor));
        return held[0];
    }

    /** {@link #record} after statements, encoded and decoded once; the first failure is thrown. */
    public static LogRecord run(String... statements) throws EvaluationException {
        Logs logs = record();
        run(logs, null, statements);
        return ((Logs) logs.seal().open()).records().iterator().next();
    }

    /** Runs statements on telemetry; the context is inferred if it is null. */
    public static void run(Telemetry telemetry, @Nullable OttlContext context, String... statements)
            throws EvaluationException {
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence compiled =
                OttlCompiler.of(FUNCTIONS, telemetry.signal())
                        .statements(
                                Arrays.stream(statements).map(Source::of).toList(),
                                List.of(),
                                context,
                                PROPAGATE,
                                problems);
        OttlException.throwIfAny(problems);
        compiled.run(telemetry);
    }

    /** What is wrong with statements on logs, as messages; the context is inferred. */
    public static List<String> problems(String... statements) {
        return problems(Signal.LOGS, statements);
    }

    /** What is wrong with statements on a signal, as messages; the context is inferred. */
    public static List<String> problems(Signal signal, String... statements) {
        List<OttlProblem> problems = new ArrayList<>();
        OttlCompiler.of(FUNCTIONS, signal)
                .statements(
                        Arrays.stream(statements).map(Source::of).toList(),
                        List.of(),
                        null,
                        PROPAGATE,
                        problems);
        return problems.stream().map(OttlProblem::message).toList();
    }

    /** An empty handle of a signal. */
    static Telemetry empty(Signal signal) {
        return switch (signal) {
            case TRACES -> Traces.create();
            case METRICS -> Metrics.create();
            case LOGS -> Logs.create();
            case PROFILES -> Profiles.create();
        };
    }
}
