// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * What to do with failures at run time.
 *
 * @param mode goes on or stops
 * @param logger where failures are logged in mode {@code ignore}, each statement's at most once per
 *     ten seconds
 * @param nanoTime a monotonic clock
 * @param counter told the text of each statement or condition that failed, in every mode;
 *     thread-safe
 */
public record ErrorHandling(
        ErrorMode mode, Logger logger, LongSupplier nanoTime, Consumer<String> counter) {
    /** Characters of a message that are kept (chosen). */
    private static final int MAX_MESSAGE = 2000;

    /** Counts nothing. */
    public ErrorHandling(ErrorMode mode, Logger logger, LongSupplier nanoTime) {
        this(mode, logger, nanoTime, text -> {});
    }

    /** With the system's clock. */
    public static ErrorHandling of(ErrorMode mode, Logger logger) {
        return new ErrorHandling(mode, logger, System::nanoTime);
    }

    /** The same in another mode. */
    public ErrorHandling in(ErrorMode other) {
        return new ErrorHandling(other, logger, nanoTime, counter);
    }

    /** The same, and tells this one of each failure. */
    public ErrorHandling countedBy(Consumer<String> other) {
        return new ErrorHandling(mode, logger, nanoTime, other);
    }

    /** Counts and logs; throws in mode {@code propagate}. */
    void failed(String kind, String text, Failures failures, Exception cause)
            throws EvaluationException {
        counter.accept(text);
        String message = describe(cause);
        boolean log = failures.add(message, nanoTime.getAsLong());
        switch (mode) {
            case PROPAGATE ->
                    throw new EvaluationException(
                            "failed to %s: %s, %s".formatted(kind, text, message));
            case IGNORE -> {
                if (log) {
                    logger.atWarn()
                            .addKeyValue("error", message)
                            .addKeyValue(
                                    kind.endsWith("statement") ? "statement" : "condition", text)
                            .addKeyValue("failures", failures.count())
                            .log("failed to {}", kind);
                }
            }
            case SILENT -> {}
        }
    }

    /** A fault of a function's code harms one item like any other failure, and says so. */
    private static String describe(Exception cause) {
        return shortened(
                cause instanceof EvaluationException
                        ? String.valueOf(cause.getMessage())
                        : "internal error: " + cause);
    }

    /** Messages quote values, and whoever sends a long one shall not fill the log with it. */
    private static String shortened(String message) {
        if (message.length() <= MAX_MESSAGE) {
            return message;
        }
        int end = MAX_MESSAGE / 2;
        return "%s[%d characters left out]%s"
                .formatted(
                        message.substring(0, end),
                        message.length() - MAX_MESSAGE,
                        message.substring(message.length() - end));
    }
}
