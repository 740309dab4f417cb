// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps up with all objects of a kind: lists them page by page, watches from there, goes on after
 * every failure. What is known stays known while the server is away. On a virtual thread of its
 * own, from {@link #start} to {@link #close}.
 *
 * @param <T> what is kept of an object
 */
public final class ResourceWatch<T extends KubernetesObject> implements AutoCloseable {
    private static final int MOST_DOUBLINGS = 16;

    /**
     * A server that was away may have read no roles yet; so often in a row it means it (chosen).
     */
    private static final int SURELY_REFUSED = 4;

    private final KubernetesClient client;
    private final ApiResource resource;
    private final Selection selection;
    private final ObjectReader<T> reader;
    private final WatchListener<? super T> listener;
    private final WatchTiming timing;
    private final RandomGenerator random;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile WatchStatus status = WatchStatus.LISTING;
    private @Nullable Thread thread;

    /** The version to watch from; null before a list and when the last one was too old. */
    private @Nullable String version;

    private int failures;

    /** Whether the last failure was that there is no connection to the server. */
    private boolean unreached;

    /** Whether that was so since the server answered last. */
    private boolean wasAway;

    /** Versions in a row that were too old without an event before. */
    private int expiries;

    private long openedAt;

    /**
     * A watch that has not begun.
     *
     * @param listener called on the watch's thread
     * @param random spreads requests of many collectors over time
     */
    public ResourceWatch(
            KubernetesClient client,
            ApiResource resource,
            Selection selection,
            ObjectReader<T> reader,
            WatchListener<? super T> listener,
            WatchTiming timing,
            RandomGenerator random) {
        this.client = client;
        this.resource = resource;
        this.selection = selection;
        this.reader = reader;
        this.listener = listener;
        this.timing = timing;
        this.random = random;
    }

    /** Begins. */
    public void start() {
        thread = Thread.ofVirtual().name("kubernetes-watch-" + resource.plural()).start(this::run);
    }

    /** What is watched. */
    public ApiResource resource() {
        return resource;
    }

    /** How it is. */
    public WatchStatus status() {
        return status;
    }

    /**
     * Waits until the first list is complete, or a missing right has shown that it will not be.
     *
     * @return false when the time was over before
     */
    public boolean awaitFirstList(Duration most) throws InterruptedException {
        return settled.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The same without a limit. */
    public void awaitFirstList() throws InterruptedException {
        settled.await();
    }

    private void run() {
        while (closed.getCount() > 0) {
            try {
                step();
            } catch (KubernetesException e) {
                refused(e);
            } catch (WatchLostException e) {
                version = e.version();
                if (System.nanoTime() - openedAt > timing.longestWait().toNanos()) {
                    worked();
                }
                failed(e);
            } catch (IOException | RuntimeException e) {
                // Of a listener's mistake too the rest of the process shall not suffer.
                failed(e);
            }
            if (failures > 0 && !pause()) {
                return;
            }
        }
    }

    /** Lists if there is need, then watches until the server ends it. */
    private void step() throws IOException {
        if (version == null) {
            version = list();
            become(WatchStatus.SYNCED);
            settled.countDown();
        }
        long began = System.nanoTime();
        Duration life = timing.minLife().plusSeconds(random.nextLong(timing.minLife().toSeconds()));
        String before = version;
        version =
                client.watch(
                        resource, selection, before, life, timing.silence(), reader, eventsOf());
        boolean atOnce = System.nanoTime() - began < timing.firstWait().toNanos();
        // A server that ends watches as soon as they begin is not to be asked without a pause.
        if (atOnce && before.equals(version)) {
            failures++;
        } else {
            worked();
        }
    }

    private void worked() {
        wasAway = false;
        failures = 0;
        expiries = 0;
    }

    /** The listener, and what this class itself learns from events. */
    private KubernetesClient.WatchEvents<T> eventsOf() {
        return new KubernetesClient.WatchEvents<>() {
            @Override
            public void opened() {
                openedAt = System.nanoTime();
                become(WatchStatus.SYNCED);
            }

            @Override
            public void present(T object) {
                worked();
                listener.present(object);
            }

            @Override
            public void gone(T object) {
                worked();
                listener.gone(object);
            }
        };
    }

    private String list() throws IOException {
        Set<String> uids = new HashSet<>();
        KubernetesClient.Page page = new KubernetesClient.Page("", "");
        do {
            page =
                    client.list(
                            resource,
                            selection,
                            timing.pageSize(),
                            page.next(),
                            reader,
                            object -> {
                                uids.add(object.metadata().uid());
                                listener.present(object);
                            });
        } while (!page.next().isEmpty() && closed.getCount() > 0);
        listener.listed(uids);
        wasAway = false;
        failures = 0;
        return page.resourceVersion();
    }

    private void refused(KubernetesException e) {
        if (e.isExpired()) {
            expired(e);
        } else if (e.isForbidden()) {
            count(e);
            become(WatchStatus.of(e, right()));
            if (!wasAway || failures >= SURELY_REFUSED) {
                settled.countDown();
            }
        } else {
            failed(e);
        }
    }

    /**
     * A new list is all it takes, at once; where that does not help, the server is to be spared.
     */
    private void expired(KubernetesException e) {
        version = null;
        failures = expiries++;
        unreached = false;
        if (failures > 0) {
            become(WatchStatus.of(e, ""));
        } else if (status.equals(WatchStatus.SYNCED)) {
            become(WatchStatus.LISTING);
        }
    }

    /** What is missing. A server that has read no roles yet refuses what it allowed before. */
    private String right() {
        return "a role with the verbs list and watch on "
                + resource
                + (version == null
                        ? ""
                        : ", which was there before: a server that is starting refuses for a moment, too");
    }

    private void failed(Exception e) {
        count(e);
        if (closed.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
            become(
                    e instanceof IOException io && e.getMessage() != null
                            ? WatchStatus.of(io, "")
                            : new WatchStatus(WatchStatus.State.FAILING, e.toString()));
        }
    }

    /** Another failure in a row; what a server answers that was away before begins a new one. */
    private void count(Exception e) {
        boolean before = unreached;
        unreached = e instanceof ConnectException;
        wasAway |= unreached;
        failures = before && !unreached ? 1 : failures + 1;
    }

    private void become(WatchStatus next) {
        if (!next.equals(status)) {
            status = next;
            listener.status(next);
        }
    }

    /** Waits before the next attempt; false when there is to be none. */
    private boolean pause() {
        Duration wait =
                timing.firstWait().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration longest = unreached ? timing.longestUnreachedWait() : timing.longestWait();
        long most = Math.min(wait.toNanos(), longest.toNanos());
        try {
            return !closed.await(
                    most / 2 + random.nextLong(Math.max(1, most / 2)), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Ends it and waits until its thread has ended. */
    @Override
    public void close() {
        closed.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
