// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.slf4j.helpers.NOPLogger;

/**
 * Fuzz target for parser, compiler and evaluator: a statement, run on a log record, a span, its
 * events, a metric and its data points that the statement's hash chooses. Mistakes must be problems
 * with a place inside the text, failures of an item must be {@link EvaluationException}s, and what
 * comes out must be valid telemetry. The page {@code docs/fuzzing.md} says how to run it.
 */
final class OttlFuzz {
    private static final ErrorHandling ERRORS =
            new ErrorHandling(ErrorMode.IGNORE, NOPLogger.NOP_LOGGER, () -> 0);
    private static final Functions FUNCTIONS = Functions.standard();

    /** Contexts in which a text is tried, beside that of log records. */
    private static final List<OttlContext> ITEMS =
            List.of(
                    OttlContext.SPAN,
                    OttlContext.SPAN_EVENT,
                    OttlContext.METRIC,
                    OttlContext.DATA_POINT);

    private OttlFuzz() {}

    /** Called by Jazzer, and by {@link OttlFuzzTest} with the corpus. */
    public static void fuzzerTestOneInput(byte[] input) throws EvaluationException {
        String text = new String(input, UTF_8);
        var random = new SplittableRandom(text.hashCode());
        run(text, OttlContext.LOG, new RecordGenerator(random).logs());
        ItemGenerator items = new ItemGenerator(random);
        for (OttlContext context : ITEMS) {
            boolean isTrace = OttlContext.of(Signal.TRACES).contains(context);
            run(text, context, isTrace ? items.traces(0) : items.metrics(0));
        }
    }

    /**
     * Compiles a text and, if that works, runs it.
     *
     * @param telemetry one item
     */
    static void run(String text, OttlContext context, Telemetry telemetry)
            throws EvaluationException {
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence compiled =
                OttlCompiler.of(FUNCTIONS, telemetry.signal())
                        .statements(
                                List.of(new Source(text, new Source.Place("f", 1, 1))),
                                List.of(),
                                context,
                                ERRORS,
                                problems);
        for (OttlProblem problem : problems) {
            if (problem.offset() > text.length() || problem.toString().isEmpty()) {
                throw new AssertionError("problem without a place: " + problem);
            }
        }
        if (!problems.isEmpty()) {
            return;
        }
        compiled.run(telemetry);
        for (Statement statement : compiled.statements()) {
            String first = statement.failures().first();
            if (first != null && first.startsWith("internal error")) {
                throw new AssertionError(first + " of " + text);
            }
        }
        byte[] sealed = telemetry.seal().toByteArray();
        try {
            Payload parsed = Payload.parse(telemetry.signal(), sealed, 0, sealed.length);
            if (parsed.mendedStrings() > 0 || parsed.open().resources().size() != 1) {
                throw new AssertionError("no valid item any more: " + text);
            }
        } catch (MalformedTelemetryException e) {
            throw new AssertionError("no valid telemetry any more: " + text, e);
        }
    }
}
