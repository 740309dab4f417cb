// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.config.GoDuration;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;

/** Texts of failures as the collector writes them. */
final class Failures {
    private Failures() {}

    /** The text for a log line: a permanent failure says so, and one that names its delay. */
    static String text(ConsumeException failure) {
        return switch (failure) {
            case Permanent permanent when permanent.getCause() instanceof Permanent ->
                    // Wrapped by the retry stage: the text of the cause already says it.
                    permanent.getMessage();
            case Permanent permanent -> "Permanent error: " + permanent.getMessage();
            case Retryable retryable when isThrottle(retryable) ->
                    "Throttle (%s), error: %s"
                            .formatted(
                                    GoDuration.of(retryable.retryAfter()), retryable.getMessage());
            case Retryable retryable -> retryable.getMessage();
        };
    }

    /** A server behind the exporter asked to wait; not yet wrapped, as above. */
    private static boolean isThrottle(Retryable failure) {
        return failure.retryAfter().isPositive()
                && failure.downstream() != null
                && !(failure.getCause() instanceof Retryable);
    }

    /** The same failure with words in front. */
    static ConsumeException wrap(String prefix, ConsumeException failure) {
        String text = prefix + text(failure);
        return switch (failure) {
            case Permanent permanent -> new Permanent(text, permanent.downstream(), permanent);
            case Retryable retryable ->
                    new Retryable(text, retryable.retryAfter(), retryable.downstream(), retryable);
        };
    }
}
