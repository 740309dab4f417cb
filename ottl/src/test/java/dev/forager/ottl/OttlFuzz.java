// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forager.pdata.Logs;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.slf4j.helpers.NOPLogger;

/**
 * Fuzz target for parser, compiler and evaluator: a statement, run on a log record that the
 * statement's hash chooses. Mistakes must be problems with a place inside the text, failures of an
 * item must be {@link EvaluationException}s, and what comes out must be valid telemetry. The page
 * {@code docs/fuzzing.md} says how to run it.
 */
final class OttlFuzz {
    private static final ErrorHandling ERRORS =
            new ErrorHandling(ErrorMode.IGNORE, NOPLogger.NOP_LOGGER, () -> 0);
    private static final Functions FUNCTIONS = Functions.standard();

    private OttlFuzz() {}

    /** Called by Jazzer, and by {@link OttlFuzzTest} with the corpus. */
    public static void fuzzerTestOneInput(byte[] input) throws EvaluationException {
        String text = new String(input, UTF_8);
        run(text, new RecordGenerator(new SplittableRandom(text.hashCode())).logs());
    }

    static void run(String text, Logs logs) throws EvaluationException {
        List<OttlProblem> problems = new ArrayList<>();
        StatementSequence compiled =
                OttlCompiler.of(FUNCTIONS, logs.signal())
                        .statements(
                                List.of(new Source(text, new Source.Place("f", 1, 1))),
                                List.of(),
                                OttlContext.LOG,
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
        compiled.run(logs);
        for (Statement statement : compiled.statements()) {
            String first = statement.failures().first();
            if (first != null && first.startsWith("internal error")) {
                throw new AssertionError(first + " of " + text);
            }
        }
        if (logs.seal().open().itemCount() != 1) {
            throw new AssertionError("a record came or went");
        }
    }
}
