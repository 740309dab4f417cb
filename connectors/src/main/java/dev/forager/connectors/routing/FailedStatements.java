// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.routing;

import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;

/** What happens to an item on which a statement fails, by error mode. Thread-safe. */
final class FailedStatements {
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final ErrorMode mode;
    private final Logger logger;
    private final Consumer<String> counter;
    private final AtomicLong nextLog = new AtomicLong(System.nanoTime());

    FailedStatements(ErrorMode mode, Logger logger, Consumer<String> counter) {
        this.mode = mode;
        this.logger = logger;
        this.counter = counter;
    }

    /** Counts it; throws it on, or logs it at most once in ten seconds, or nothing. */
    void handle(Statement statement, EvaluationException failure) throws EvaluationException {
        counter.accept(statement.text());
        switch (mode) {
            case PROPAGATE -> throw failure;
            case SILENT -> {}
            case IGNORE -> {
                long due = nextLog.get();
                long now = System.nanoTime();
                if (now - due >= 0 && nextLog.compareAndSet(due, now + PAUSE_NANOS)) {
                    logger.warn("failed to execute statement: {}", statement.text(), failure);
                }
            }
        }
    }
}
