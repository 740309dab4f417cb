// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import dev.forager.pdata.Logs;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that keeps what it is given, and on demand refuses it or keeps its callers waiting.
 *
 * <p>It holds its callers to the rule of ownership: every handle is emptied before the call returns
 * or throws, and one that comes a second time is an {@link AssertionError}. Thread-safe.
 */
public final class CollectingConsumer implements Consumer {
    private final Answers answers = new Answers();
    private final List<Payload> payloads = new ArrayList<>();
    private final List<Context> contexts = new ArrayList<>();
    private final Set<Telemetry> handles = Collections.newSetFromMap(new IdentityHashMap<>());
    private int attempts;

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        take(telemetry);
        Payload payload = telemetry.seal();
        poison(telemetry);
        answers.pass();
        synchronized (this) {
            payloads.add(payload);
            contexts.add(context);
        }
    }

    /** Every call throws {@code failure} from now on; null accepts again. */
    public void refuse(@Nullable ConsumeException failure) {
        answers.refuse(failure);
    }

    /** Callers wait from now on, until {@link #release}. */
    public void block() {
        answers.block(true);
    }

    /** Lets all waiting callers go on. */
    public void release() {
        answers.block(false);
    }

    /** How many callers wait now. */
    public int waiting() {
        return answers.waiting();
    }

    /** Calls so far, refused ones included. */
    public synchronized int attempts() {
        return attempts;
    }

    /** What was accepted, in order of acceptance. */
    public synchronized List<Payload> payloads() {
        return List.copyOf(payloads);
    }

    /** The context of each accepted payload. */
    public synchronized List<Context> contexts() {
        return List.copyOf(contexts);
    }

    /** Items of all accepted payloads. */
    public synchronized long items() {
        return payloads.stream().mapToLong(Payload::itemCount).sum();
    }

    /** Forgets what was accepted; refusing and blocking stay. */
    public synchronized void clear() {
        payloads.clear();
        contexts.clear();
        attempts = 0;
    }

    /** Whoever goes on with the handle finds nothing in it. */
    private static void poison(Telemetry telemetry) {
        switch (telemetry) {
            case Traces traces -> traces.resources().clear();
            case Metrics metrics -> metrics.resources().clear();
            case Logs logs -> logs.resources().clear();
            case Profiles profiles -> profiles.resources().clear();
        }
    }

    private synchronized void take(Telemetry telemetry) {
        attempts++;
        if (!handles.add(telemetry)) {
            throw new AssertionError(
                    "a handle was consumed twice (expected: touched no more once it was handed"
                            + " over; seal() before and open() anew)");
        }
    }
}
