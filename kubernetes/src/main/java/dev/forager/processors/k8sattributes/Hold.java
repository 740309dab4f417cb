// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.Context;
import dev.forager.processors.k8sattributes.Association.Identifier;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets telemetry wait for what is not known yet. It waits in the request that brought it: its
 * sender gets no answer before, so nothing that waits can be lost, and pressure goes back to the
 * sender. Bounded in time and bytes; what may not wait goes on as it is and is counted.
 * Thread-safe.
 */
final class Hold {
    /** Whom nobody knew after the whole wait is not waited for again so soon (chosen). */
    private static final long UNKNOWN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int MOST_UNKNOWN = 10_000;

    /** Part of a deadline that is left for the rest of the way (chosen). */
    private static final Duration REST = Duration.ofMillis(500);

    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

    private final K8sAttributesConfig.Hold config;
    private final Cluster cluster;
    private final Directory directory;
    private final LongSupplier nanoClock;
    private final LongCounter unenriched;
    private final AtomicLong heldBytes = new AtomicLong();
    private final Map<PodEntry.SlotKey, Long> unknown = new ConcurrentHashMap<>();
    private volatile long syncDeadline;
    private volatile boolean open;

    Hold(
            K8sAttributesConfig.Hold config,
            Cluster cluster,
            Directory directory,
            Meter meter,
            LongSupplier nanoClock) {
        this.config = config;
        this.cluster = cluster;
        this.directory = directory;
        this.nanoClock = nanoClock;
        this.unenriched =
                meter.counterBuilder("forager_k8s_attributes_unenriched")
                        .setUnit("{item}")
                        .setDescription(
                                "Items of requests that went on without a pod being known: the wait"
                                        + " was over, or there was no room or reason to wait")
                        .build();
    }

    /** The time for the first sync begins. */
    void start() {
        syncDeadline = nanoClock.getAsLong() + config.syncTimeout().toNanos();
        open = true;
    }

    /** Nobody waits any more. */
    void stop() {
        open = false;
        cluster.told().signal();
        directory.arrivals().signal();
    }

    /** Waits until the cluster is known, as far as that is allowed. */
    void forSync(Telemetry telemetry, Context context) {
        if (cluster.isSynced()) {
            return;
        }
        long nanos = Math.min(syncDeadline - nanoClock.getAsLong(), patience(context));
        if (!await(cluster.told(), telemetry, cluster::isSynced, nanos)) {
            unenriched.add(telemetry.itemCount(), Attributes.of(REASON, "not_synced"));
        }
    }

    /**
     * Waits until all these pods are known, as far as that is allowed.
     *
     * @param wanted what resources say of their pods; null where they say nothing
     */
    void forPods(Telemetry telemetry, Context context, @Nullable Identifier[] wanted) {
        if (!cluster.isSynced() || !isAny(wanted, this::isMissing)) {
            return;
        }
        if (!config.podTimeout().isZero()
                && cluster.tellsOfPods()
                && isAny(wanted, this::isWaitedFor)) {
            long nanos = Math.min(config.podTimeout().toNanos(), patience(context));
            if (!await(
                    directory.arrivals(),
                    telemetry,
                    () -> !isAny(wanted, this::isWaitedFor),
                    nanos)) {
                giveUp(wanted);
            }
        }
        if (isAny(wanted, each -> isMissing(each) && directory.find(each) == null)) {
            unenriched.add(telemetry.itemCount(), Attributes.of(REASON, "unknown_pod"));
        }
    }

    private static boolean isAny(
            @Nullable Identifier[] identifiers, Predicate<Identifier> condition) {
        for (Identifier each : identifiers) {
            if (each != null && condition.test(each)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Also where the pod of an address is not there any more, as it is deleted, has ended or has
     * another one by now: a connection that comes from it is a new pod's, of which the API has just
     * not told yet.
     */
    private boolean isMissing(Identifier identifier) {
        PodEntry entry = directory.find(identifier);
        if (entry != null
                && (!identifier.rule().isConnection()
                        || entry.isAt(identifier.rule().slot(), identifier.key()))) {
            return false;
        }
        String address = identifier.address();
        return address == null || !directory.isOfNode(address);
    }

    private boolean isWaitedFor(Identifier identifier) {
        if (!isMissing(identifier)) {
            return false;
        }
        Long since = unknown.get(new PodEntry.SlotKey(identifier.rule().slot(), identifier.key()));
        return since == null || nanoClock.getAsLong() - since > UNKNOWN_NANOS;
    }

    private void giveUp(@Nullable Identifier[] wanted) {
        if (unknown.size() > MOST_UNKNOWN) {
            unknown.clear();
        }
        for (Identifier each : wanted) {
            if (each != null && isWaitedFor(each)) {
                unknown.put(
                        new PodEntry.SlotKey(each.rule().slot(), each.key()),
                        nanoClock.getAsLong());
            }
        }
    }

    /** What is left of the sender's time, with something for the way that is still to go. */
    private static long patience(Context context) {
        var deadline = context.deadline();
        return deadline == null ? Long.MAX_VALUE : deadline.remaining().minus(REST).toNanos();
    }

    private boolean await(
            Arrivals arrivals, Telemetry telemetry, BooleanSupplier known, long nanos) {
        if (nanos <= 0) {
            return known.getAsBoolean();
        }
        long bytes = telemetry.seal().byteSize();
        try {
            if (heldBytes.addAndGet(bytes) > config.maxBytes().bytes()) {
                return known.getAsBoolean();
            }
            arrivals.await(() -> known.getAsBoolean() || !open, nanos);
            return known.getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            heldBytes.addAndGet(-bytes);
        }
    }
}
