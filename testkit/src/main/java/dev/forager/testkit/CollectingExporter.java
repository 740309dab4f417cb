// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exporter that keeps what it is given, and on demand refuses it or keeps its callers waiting.
 * Thread-safe.
 */
public final class CollectingExporter implements Exporter {
    private final Answers answers = new Answers();
    private final List<Payload> payloads = new ArrayList<>();
    private final List<Context> contexts = new ArrayList<>();
    private volatile long leavesOut;
    private final long joinedBytes;
    private volatile @Nullable Error fault;
    private int attempts;
    private int starts;
    private int stops;

    /** One that gets each request by itself. */
    public CollectingExporter() {
        this(0);
    }

    /** One that may get waiting requests as one of so many bytes. */
    public CollectingExporter(long joinedBytes) {
        this.joinedBytes = joinedBytes;
    }

    @Override
    public synchronized void start(Host host) {
        starts++;
    }

    @Override
    public synchronized void stop(Duration limit) {
        stops++;
    }

    @Override
    public long export(Payload payload, Context context) throws ConsumeException {
        synchronized (this) {
            attempts++;
        }
        Error present = fault;
        if (present != null) {
            throw present;
        }
        answers.pass();
        synchronized (this) {
            payloads.add(payload);
            contexts.add(context);
        }
        return leavesOut;
    }

    @Override
    public long joinedBytes() {
        return joinedBytes;
    }

    /** Every call says from now on that so many items were left out. */
    public void leaveOut(long items) {
        leavesOut = items;
    }

    /** Every call ends with that error of the program from now on; null accepts again. */
    public void fail(@Nullable Error error) {
        fault = error;
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

    /** Calls of {@link #export} so far, refused ones included. */
    public synchronized int attempts() {
        return attempts;
    }

    /** Calls of {@link #start}. */
    public synchronized int starts() {
        return starts;
    }

    /** Calls of {@link #stop}. */
    public synchronized int stops() {
        return stops;
    }

    /** What was accepted, in order of acceptance. */
    public synchronized List<Payload> payloads() {
        return List.copyOf(payloads);
    }

    /** The payloads accepted so far, which are forgotten here. */
    public synchronized List<Payload> takePayloads() {
        List<Payload> taken = payloads();
        payloads.clear();
        return taken;
    }

    /** The context of each accepted payload. */
    public synchronized List<Context> contexts() {
        return List.copyOf(contexts);
    }

    /** Items of all accepted payloads. */
    public synchronized long items() {
        return payloads.stream().mapToLong(Payload::itemCount).sum();
    }
}
