// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Functions;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.Source;
import dev.forager.ottl.StatementSequence;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanKind;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.testkit.TestTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

class TransformFunctionsTest {
    private static final Path FOLDER =
            Path.of("src/test/resources/dev/forager/processors/transform/functions");
    private static final Pattern CALL = Pattern.compile("(X?)> (\\w+): (.*)");

    private static StatementSequence compile(
            Signal signal, OttlContext context, List<OttlProblem> problems, String... statements) {
        return OttlCompiler.of(Functions.standard().with(new TransformFunctions()), signal)
                .statements(
                        Arrays.stream(statements).map(Source::of).toList(),
                        List.of(),
                        context,
                        ErrorHandling.of(ErrorMode.PROPAGATE, NOPLogger.NOP_LOGGER),
                        problems);
    }

    private static void run(Telemetry telemetry, OttlContext context, String... statements)
            throws EvaluationException {
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence sequence = compile(telemetry.signal(), context, problems, statements);
        assertThat(problems).isEmpty();
        sequence.run(telemetry);
    }

    private static Metrics input() {
        try {
            String json = Files.readString(FOLDER.resolve("input.json"));
            return (Metrics) TestTelemetry.fromJson(Signal.METRICS, json).open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Each call runs on the metrics of {@code input.json}; expected are the metrics that it changed
     * or added, and with {@code !} the text of its failure. Both were recorded from the Go
     * collector. Calls marked with {@code X} are refused at load.
     */
    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return cases("cases.txt", TransformFunctionsTest::verify);
    }

    /** A test for each part of a file that an empty line ends. */
    static Stream<DynamicTest> cases(String name, ThrowingConsumer<List<String>> verify)
            throws IOException {
        Path file = FOLDER.resolve(name);
        return Pattern.compile("\\R\\R")
                .splitAsStream(Files.readString(file).strip())
                .map(String::lines)
                .map(Stream::toList)
                .map(
                        lines ->
                                DynamicTest.dynamicTest(
                                        lines.getFirst(),
                                        file.toUri(),
                                        () -> verify.accept(lines)));
    }

    private static void verify(List<String> lines) {
        Matcher call = CALL.matcher(lines.getFirst());
        assertThat(call.matches()).isTrue();
        OttlContext context = requireNonNull(OttlContext.of(call.group(2)));
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence sequence = compile(Signal.METRICS, context, problems, call.group(3));
        if (call.group(1).equals("X")) {
            assertThat(problems).isNotEmpty();
            return;
        }
        assertThat(problems).isEmpty();
        Metrics metrics = input();
        List<String> seen = new ArrayList<>(lines.subList(0, 1));
        try {
            sequence.run(metrics);
        } catch (EvaluationException e) {
            seen.add("! " + cause(e, call.group(3)));
        }
        List<String> before = MetricText.of(input());
        for (String metric : MetricText.of((Metrics) metrics.seal().open())) {
            if (!before.remove(metric)) {
                seen.add("= " + metric);
            }
        }
        assertThat(seen).containsExactlyElementsOf(lines);
    }

    private static String cause(EvaluationException failure, String statement) {
        String text = requireNonNull(failure.getMessage());
        String start = "failed to execute statement: " + statement + ", ";
        assertThat(text).startsWith(start);
        return text.substring(start.length());
    }

    @Test
    void derivedPoints_keepTheirTimes() throws EvaluationException {
        Metrics metrics = input();
        run(metrics, OttlContext.METRIC, "extract_sum_metric(true) where metric.name == \"h\"");
        var derived = metrics.resources().getFirst().scopes().getFirst().metrics().getLast();
        var point = requireNonNull(derived.data()).dataPoints().getFirst();
        assertThat(point.startTimeUnixNano()).isEqualTo(10);
        assertThat(point.timeUnixNano()).isEqualTo(20);
    }

    /** The Go collector never comes back from the second call. */
    @Test
    void copies_areSeenByLaterStatementsAndEnd() throws EvaluationException {
        Metrics metrics = input();
        run(
                metrics,
                OttlContext.METRIC,
                "copy_metric(\"copy\") where metric.name == \"g\"",
                "set(metric.description, \"seen\") where metric.name == \"copy\"");
        var all = metrics.resources().getFirst().scopes().getFirst().metrics();
        assertThat(all).hasSize(6);
        assertThat(all.getLast().description()).isEqualTo("seen");
        run(metrics, OttlContext.METRIC, "copy_metric()");
        assertThat(all).hasSizeBetween(12, 2_000);
    }

    @Test
    void randomDistribution_losesNoCount() {
        var point = new ExponentialHistogramDataPoint().scale(-2);
        point.positive().offset(0).bucketCounts().setAll(1_000_000_000_007L, 5);
        double[] bounds = {2, 3, 5, 8, 100};
        long[] counts =
                new BucketDistribution(
                                bounds,
                                ExplicitBuckets.DistributionFunction.RANDOM,
                                new SplittableRandom(7))
                        .of(point);
        assertThat(Arrays.stream(counts).sum()).isEqualTo(1_000_000_000_012L);
        assertThat(counts[4]).isGreaterThan(counts[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    SERVER   | http.request.method=GET,http.route=/a/{id}        | GET /a/{id}
                    SERVER   | http.method=GET                                   | GET
                    SERVER   | http.request.method=GET,url.template=/t           | GET
                    CLIENT   | http.request.method=GET,url.template=/t           | GET /t
                    CLIENT   | rpc.system=grpc,rpc.service=S,rpc.method=M        | S/M
                    SERVER   | rpc.system.name=grpc,rpc.method=p.S/M             | p.S/M
                    SERVER   | rpc.system=grpc,rpc.grpc.service=S                | S/*
                    SERVER   | rpc.system=grpc                                   | grpc
                    CLIENT   | db.system.name=pg,db.query.summary=SELECT t       | SELECT t
                    CLIENT   | db.system=pg,db.operation=SELECT,db.name=d,db.collection.name=t | SELECT d.t
                    CLIENT   | db.system=pg,db.stored_procedure.name=p           | p
                    CLIENT   | db.system=pg,server.address=h,server.port=5       | h:5
                    CLIENT   | db.system=pg,db.operation.name=SELECT             | SELECT
                    CLIENT   | db.system=pg                                      | pg
                    SERVER   | db.system=pg                                      | before
                    PRODUCER | messaging.system=kafka,messaging.operation.name=send,messaging.destination.name=q | send q
                    CONSUMER | messaging.system=kafka,messaging.destination.template=q-{n},messaging.destination.name=q-1 | q-{n}
                    CONSUMER | messaging.system=kafka,messaging.operation=poll   | poll
                    CONSUMER | messaging.system=kafka,messaging.destination.temporary=true,messaging.destination=x | (temporary)
                    CONSUMER | messaging.system=kafka,messaging.destination.anonymous=true | (anonymous)
                    CONSUMER | messaging.system=kafka,server.address=h           | h
                    CONSUMER | messaging.system=kafka                            | kafka
                    CONSUMER | http.request.method=GET                           | before
                    INTERNAL | http.request.method=GET                           | before
                    SERVER   | -                                                 | before
                    """)
    void spanName_followsTheConventions(String kind, @Nullable String attributes, String expected)
            throws EvaluationException {
        Traces traces = Traces.create();
        Span span = traces.addResource().addScope().addSpan().name("before");
        span.kind(SpanKind.valueOf(kind));
        if (attributes != null) {
            for (String attribute : attributes.split(",", -1)) {
                String[] parts = attribute.split("=", 2);
                if (parts[1].equals("true")) {
                    span.attributes().put(parts[0], true);
                } else {
                    span.attributes().put(parts[0], parts[1]);
                }
            }
        }
        run(traces, OttlContext.SPAN, "set_semconv_span_name(\"1.37.0\", \"old\")");
        assertThat(span.name()).isEqualTo(expected);
        assertThat(span.attributes().getString("old", "none"))
                .isEqualTo(expected.equals("before") ? "none" : "before");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set_semconv_span_name(\"1.36.0\")",
                "set_semconv_span_name(\"1.43.1\")",
                "set_semconv_span_name(\"2\")",
                "set_semconv_span_name(\"latest\")",
                "set_semconv_span_name(\"1.37.0\", \"\")",
                "set_semconv_span_name()",
            })
    void spanName_refusesOtherArguments(String statement) {
        List<OttlProblem> problems = new ArrayList<>();
        compile(Signal.TRACES, OttlContext.SPAN, problems, statement);
        assertThat(problems).hasSize(1);
    }

    @Test
    void functions_belongToTheirContexts() {
        List<OttlProblem> problems = new ArrayList<>();
        compile(Signal.METRICS, OttlContext.DATA_POINT, problems, "convert_sum_to_gauge()");
        compile(Signal.TRACES, OttlContext.SPAN_EVENT, problems, "set_semconv_span_name(\"1.40\")");
        assertThat(problems)
                .extracting(OttlProblem::message)
                .hasSize(2)
                .allMatch(text -> text.contains("undefined function"));
    }
}
