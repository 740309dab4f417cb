// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sender is told when several branches failed. */
final class JoinedFailure {
    private JoinedFailure() {}

    /** Permanent when any is, else Retryable with the longest delay; a single one as it is. */
    static ConsumeException of(List<ConsumeException> failures) {
        if (failures.size() == 1) {
            return failures.getFirst();
        }
        String text =
                String.join("; ", failures.stream().map(ConsumeException::getMessage).toList());
        Duration delay = Duration.ZERO;
        for (ConsumeException failure : failures) {
            switch (failure) {
                case Permanent permanent -> {
                    return new Permanent(text, permanent.downstream(), permanent);
                }
                case Retryable retryable -> delay = longer(delay, retryable.retryAfter());
            }
        }
        return new Retryable(text, delay, firstStatus(failures), failures.getFirst());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static @Nullable RpcStatus firstStatus(List<ConsumeException> failures) {
        for (ConsumeException failure : failures) {
            if (failure.downstream() != null) {
                return failure.downstream();
            }
        }
        return null;
    }
}
