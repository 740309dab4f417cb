// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ottl;

import dev.forager.benchmarks.pdata.SampleRequests;
import dev.forager.ottl.ConditionSequence;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Functions;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlException;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.Source;
import dev.forager.ottl.StatementSequence;
import dev.forager.ottl.Walk;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.helpers.NOPLogger;

/**
 * Statements on requests of 512 items, in nanoseconds an item, opening and sealing included: {@link
 * #openAndSeal} is what they cost without statements. Compiling is nanoseconds a statement.
 *
 * <p>Run as {@code CodecBenchmark}, with {@code OttlBenchmark -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@OperationsPerInvocation(OttlBenchmark.ITEMS)
public class OttlBenchmark {
    static final int ITEMS = 512;

    /** Statements, to which the item's context is put in front. */
    private static final List<String> FOUR =
            List.of(
                    "set(attributes[\"deployment.environment.name\"], \"production\")",
                    "delete_key(attributes, \"http.request.method\")",
                    "set(attributes[\"slow\"], true) where attributes[\"http.response.status_code\"] >= 500",
                    "replace_pattern(attributes[\"url.path\"], \"/[0-9]+\", \"/{id}\")");

    /** What the statements run on. */
    @Param({"TRACES", "LOGS"})
    public Signal signal = Signal.TRACES;

    private Payload payload = Payload.empty(Signal.TRACES);
    private StatementSequence one = compile(List.of());
    private StatementSequence four = compile(List.of());
    private StatementSequence seldom = compile(List.of());
    private ConditionSequence keep = condition();

    /** A request of {@value #ITEMS} items, and everything compiled. */
    @Setup
    public void prepare() {
        payload = SampleRequests.of(signal, ITEMS).seal();
        one = compile(FOUR.subList(0, 1));
        four = compile(FOUR);
        seldom =
                compile(
                        List.of(
                                "set(attributes[\"slow\"], true) where"
                                        + " attributes[\"no.such.attribute\"] == \"x\""));
        keep = condition();
    }

    private OttlContext context() {
        return signal == Signal.TRACES ? OttlContext.SPAN : OttlContext.LOG;
    }

    private StatementSequence compile(List<String> statements) {
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence compiled =
                OttlCompiler.of(Functions.standard(), signal)
                        .statements(
                                statements.stream().map(Source::of).toList(),
                                List.of(),
                                context(),
                                ErrorHandling.of(ErrorMode.IGNORE, NOPLogger.NOP_LOGGER),
                                problems);
        OttlException.throwIfAny(problems);
        return compiled;
    }

    private ConditionSequence condition() {
        List<OttlProblem> problems = new ArrayList<>();
        ConditionSequence compiled =
                OttlCompiler.of(Functions.standard(), signal)
                        .conditions(
                                List.of(
                                        Source.of(
                                                "attributes[\"http.response.status_code\"] < 500")),
                                context(),
                                ErrorHandling.of(ErrorMode.IGNORE, NOPLogger.NOP_LOGGER),
                                problems);
        OttlException.throwIfAny(problems);
        return compiled;
    }

    /** Parses and compiles the four statements. */
    @Benchmark
    @OperationsPerInvocation(4)
    public StatementSequence parseAndCompile() {
        return compile(FOUR);
    }

    /** What every measurement below includes. */
    @Benchmark
    public Payload openAndSeal() {
        Telemetry telemetry = payload.open();
        return telemetry.seal();
    }

    /** One attribute is set on every item. */
    @Benchmark
    public Payload setAttribute() throws EvaluationException {
        return run(one);
    }

    /** Set, delete, set where, replace by a pattern. */
    @Benchmark
    public Payload fourStatements() throws EvaluationException {
        return run(four);
    }

    /** A condition on one attribute that never holds: no item is changed. */
    @Benchmark
    public Payload whereOnOneAttribute() throws EvaluationException {
        return run(seldom);
    }

    private Payload run(StatementSequence statements) throws EvaluationException {
        Telemetry telemetry = payload.open();
        statements.run(telemetry);
        return telemetry.seal();
    }

    /** Drops 95 % of the items by one attribute. */
    @Benchmark
    public Payload dropByOneAttribute() throws EvaluationException {
        Telemetry telemetry = payload.open();
        new Walk(keep.context()).removeIf(new Cursor(telemetry), keep::matches);
        return telemetry.seal();
    }
}
