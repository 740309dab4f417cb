// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.k8sleaderelector;

import dev.forager.kubernetes.ApiResource;
import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.KubernetesException;
import dev.forager.kubernetes.ObjectMeta;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One collector's attempts to have a lease, by the rules of client-go: whoever holds it is believed
 * until it has given no sign for the whole duration, measured by the own clock from the sign that
 * was seen last; clocks of different hosts are never compared. Confined to one thread, but for
 * {@link #holder}.
 */
final class LeaseRecord {
    private final K8sLeaderElectorConfig config;
    private final KubernetesClient client;
    private final String identity;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Lease.Reader reader = new Lease.Reader();
    private String seen = "";
    private long seenAt;
    private volatile String holder = "";

    LeaseRecord(
            K8sLeaderElectorConfig config,
            KubernetesClient client,
            String identity,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.config = config;
        this.client = client;
        this.identity = identity;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /** Who held it when it was read last; empty for nobody. */
    String holder() {
        return holder;
    }

    /**
     * Takes or renews the lease.
     *
     * @return whether this collector has it now
     * @throws IOException when the API does not let it find out
     */
    boolean take() throws IOException {
        Lease present = read();
        if (present == null) {
            return write(null, 0, true);
        }
        observe(present);
        boolean isOwn = present.holder().equals(identity);
        if (!isOwn && !present.holder().isEmpty() && isBelieved(present)) {
            return false;
        }
        return write(present, present.transitions() + (isOwn ? 0 : 1), !isOwn);
    }

    private @Nullable Lease read() throws IOException {
        try {
            return client.get(
                    ApiResource.LEASES, config.leaseNamespace(), config.leaseName(), reader);
        } catch (KubernetesException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }

    private void observe(Lease lease) {
        holder = lease.holder();
        if (!lease.record().equals(seen)) {
            seen = lease.record();
            seenAt = nanoClock.getAsLong();
        }
    }

    private boolean isBelieved(Lease lease) {
        Duration duration = Duration.ofSeconds(lease.seconds());
        return nanoClock.getAsLong() - seenAt < duration.toNanos();
    }

    private boolean write(@Nullable Lease before, int transitions, boolean begins)
            throws IOException {
        String now = Lease.time(clock.instant());
        String acquired = before == null || begins ? now : before.acquired();
        int seconds = (int) Math.max(1, config.leaseDuration().toSeconds());
        return write(
                new Lease(metadata(before), identity, seconds, acquired, now, transitions), before);
    }

    private ObjectMeta metadata(@Nullable Lease before) {
        return new ObjectMeta(
                config.leaseName(),
                config.leaseNamespace(),
                "",
                before == null ? "" : before.metadata().resourceVersion(),
                "",
                Map.of(),
                Map.of(),
                List.of());
    }

    /** False when another one was quicker. */
    private boolean write(Lease lease, @Nullable Lease before) throws IOException {
        try {
            Lease written =
                    before == null
                            ? client.create(
                                    ApiResource.LEASES,
                                    config.leaseNamespace(),
                                    lease.json(),
                                    reader)
                            : client.replace(
                                    ApiResource.LEASES,
                                    config.leaseNamespace(),
                                    config.leaseName(),
                                    lease.json(),
                                    reader);
            observe(written);
            return true;
        } catch (KubernetesException e) {
            if (e.isConflict()) {
                return false;
            }
            throw e;
        }
    }

    /** Gives the lease back, so that another one need not wait for its end. */
    void release() throws IOException {
        Lease present = read();
        if (present != null && present.holder().equals(identity)) {
            String now = Lease.time(clock.instant());
            boolean _ =
                    write(
                            new Lease(metadata(present), "", 1, now, now, present.transitions()),
                            present);
        }
    }
}
