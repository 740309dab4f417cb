// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.k8sleaderelector;

import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.KubernetesException;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.LeaderElection;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Stands for election until it is stopped. A leader that cannot renew the lease in time stops
 * leading before another one may begin. Thread-safe.
 */
final class LeaderElector implements Extension, LeaderElection {
    private final K8sLeaderElectorConfig config;
    private final ExtensionSettings settings;
    private final RandomGenerator random;
    private final String identity = UUID.randomUUID().toString();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Follower> followers = new LinkedHashSet<>();
    private boolean isLeading;
    private volatile long renewedAt;
    private volatile List<Thread> threads = List.of();
    private volatile @Nullable KubernetesClient client;

    LeaderElector(
            K8sLeaderElectorConfig config, ExtensionSettings settings, RandomGenerator random) {
        this.config = config;
        this.settings = settings;
        this.random = random;
    }

    @Override
    public void start(Host host) throws IOException {
        KubernetesClient opened = KubernetesClient.open(config.api(), settings.build());
        client = opened;
        settings.logger()
                .atInfo()
                .addKeyValue("UUID", identity)
                .log("Starting k8s leader elector with UUID");
        var lease = new LeaseRecord(config, opened, identity, settings.clock(), System::nanoTime);
        renewedAt = System.nanoTime();
        threads =
                List.of(
                        Thread.ofVirtual().name("k8s-leader-elector").start(() -> run(lease, host)),
                        Thread.ofVirtual().name("k8s-leader-guard").start(() -> guard(lease)));
    }

    private void run(LeaseRecord lease, Host host) {
        try {
            do {
                attempt(lease, host);
            } while (!closed.await(pause(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            // Stopped.
        }
    }

    private void attempt(LeaseRecord lease, Host host) {
        long began = System.nanoTime();
        try {
            boolean has = lease.take();
            if (has) {
                renewedAt = began;
            }
            host.report(ComponentStatus.ok());
            lead(has && leftNanos() > 0, lease);
        } catch (IOException e) {
            failed(e, host);
        }
    }

    /**
     * Ends the lead when the last renewal is too old. On a thread of its own: an API that gives no
     * answer holds the other one up for longer than a lease lasts.
     */
    private void guard(LeaseRecord lease) {
        try {
            long wait = leftNanos();
            while (!closed.await(wait, TimeUnit.NANOSECONDS)) {
                wait = leftOrEnd(lease);
            }
        } catch (InterruptedException e) {
            // Stopped.
        }
    }

    /** Under the lock, lest a renewal that comes just now is taken back. */
    private synchronized long leftOrEnd(LeaseRecord lease) {
        long left = leftNanos();
        if (left > 0) {
            return left;
        }
        lead(false, lease);
        return config.retryPeriod().toNanos();
    }

    /** How long the last renewal still allows to lead. */
    private long leftNanos() {
        return renewedAt - System.nanoTime() + config.renewDeadline().toNanos();
    }

    private long pause() {
        double spread = 1 + random.nextDouble() * (K8sLeaderElectorConfig.JITTER - 1);
        return (long) (config.retryPeriod().toNanos() * spread);
    }

    private void failed(IOException e, Host host) {
        if (closed.getCount() == 0) {
            return;
        }
        String text =
                KubernetesException.text(
                        e,
                        "a role with the verbs get, create and update on leases.coordination.k8s.io in namespace "
                                + config.leaseNamespace());
        settings.logger().atWarn().addKeyValue("error", text).log("The lease cannot be renewed");
        host.report(ComponentStatus.recoverable(text));
    }

    private synchronized void lead(boolean leads, LeaseRecord lease) {
        if (leads == isLeading) {
            return;
        }
        isLeading = leads;
        if (leads) {
            settings.logger().info("Leads from now on");
            followers.forEach(Follower::startedLeading);
        } else {
            settings.logger()
                    .atInfo()
                    .addKeyValue("leader", lease.holder())
                    .log("Leader lease lost. Returning to standby mode...");
            followers.forEach(Follower::stoppedLeading);
        }
    }

    @Override
    public synchronized Runnable follow(Follower follower) {
        followers.add(follower);
        if (isLeading) {
            follower.startedLeading();
        }
        return () -> leave(follower);
    }

    private synchronized void leave(Follower follower) {
        if (followers.remove(follower) && isLeading) {
            follower.stoppedLeading();
        }
    }

    /** Whether this collector leads now. */
    synchronized boolean isLeading() {
        return isLeading;
    }

    @Override
    public void stop(Duration limit) {
        closed.countDown();
        List<Thread> running = threads;
        threads = List.of();
        KubernetesClient opened = client;
        client = null;
        if (opened != null) {
            settings.logger()
                    .atInfo()
                    .addKeyValue("UUID", identity)
                    .log("Stopping k8s leader elector with UUID");
            running.forEach(Thread::interrupt);
            running.forEach(each -> join(each, limit));
            release(opened, limit);
            opened.close();
        }
    }

    private static void join(Thread running, Duration limit) {
        try {
            running.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(KubernetesClient opened, Duration limit) {
        boolean led;
        synchronized (this) {
            led = isLeading;
            isLeading = false;
            if (led) {
                followers.forEach(Follower::stoppedLeading);
            }
        }
        if (led) {
            Thread last =
                    Thread.ofVirtual().name("k8s-leader-release").start(() -> giveBack(opened));
            join(last, limit);
        }
    }

    private void giveBack(KubernetesClient opened) {
        try {
            new LeaseRecord(config, opened, identity, settings.clock(), System::nanoTime).release();
        } catch (IOException e) {
            settings.logger()
                    .atInfo()
                    .addKeyValue("error", String.valueOf(e.getMessage()))
                    .log("The lease could not be given back; others wait for its end");
        }
    }
}
