// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands telemetry to several consumers, one after the other in the order of the configuration. It
 * is sealed once, and each consumer gets a handle of its own on the same bytes. A branch that fails
 * does not disturb its sisters; the sender gets the joined failure. Thread-safe.
 */
final class Fanout implements Consumer {
    private final List<Consumer> branches;

    private Fanout(List<Consumer> branches) {
        this.branches = branches;
    }

    /** A consumer that can tell when it took what a sister refused. */
    interface Sister extends Consumer {
        /** It took {@code items}, and the sender is told of a failure all the same. */
        void tookAlone(long items);
    }

    /** One consumer stands for itself: the live handle goes on. */
    static Consumer of(List<? extends Consumer> branches) {
        return branches.size() == 1 ? branches.getFirst() : new Fanout(List.copyOf(branches));
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Payload payload = telemetry.seal();
        Map<Consumer, ConsumeException> failures = Map.of();
        for (Consumer branch : branches) {
            try {
                branch.consume(payload.open(), context);
            } catch (ConsumeException failure) {
                failures = failures.isEmpty() ? new LinkedHashMap<>() : failures;
                failures.put(branch, failure);
            }
        }
        if (!failures.isEmpty()) {
            tellSisters(failures, payload.itemCount());
            throw JoinedFailure.of(List.copyOf(failures.values()));
        }
    }

    private void tellSisters(Map<Consumer, ConsumeException> failures, long items) {
        for (Consumer branch : branches) {
            if (branch instanceof Sister sister && !failures.containsKey(branch)) {
                sister.tookAlone(items);
            }
        }
    }
}
