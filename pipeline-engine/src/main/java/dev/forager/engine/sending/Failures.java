// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.config.GoDuration;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;

/** Texts of failures as the collector writes them, in its log and to its clients. */
final class Failures {
    private Failures() {}

    /**
     * An exporter's failure in the collector's words: a permanent one says so, and one whose server
     * asked to wait says how long.
     */
    static ConsumeException marked(ConsumeException failure) {
        return switch (failure) {
            case Permanent permanent -> prefixed("Permanent error: ", permanent);
            case Retryable retryable when isThrottle(retryable) ->
                    prefixed(
                            "Throttle (%s), error: "
                                    .formatted(GoDuration.of(retryable.retryAfter())),
                            retryable);
            case Retryable retryable -> retryable;
        };
    }

    private static boolean isThrottle(Retryable failure) {
        return failure.retryAfter().isPositive() && failure.downstream() != null;
    }

    /** The same failure with words in front. */
    static ConsumeException prefixed(String prefix, ConsumeException failure) {
        String text = prefix + failure.getMessage();
        return switch (failure) {
            case Permanent permanent -> new Permanent(text, permanent.downstream(), permanent);
            case Retryable retryable ->
                    new Retryable(text, retryable.retryAfter(), retryable.downstream(), retryable);
        };
    }
}
