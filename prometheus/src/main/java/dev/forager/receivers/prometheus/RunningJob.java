// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import dev.forager.receivers.prometheus.discovery.Discovery;
import dev.forager.receivers.prometheus.discovery.HttpDocuments;
import dev.forager.receivers.prometheus.scrape.ScrapePool;
import dev.forager.receivers.prometheus.scrape.ShownTargets;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One job with its targets and what finds them. Thread-safe. */
final class RunningJob implements AutoCloseable {
    private final ScrapePool pool;
    private final List<HttpDocuments> documents;
    private final List<Thread> threads = new ArrayList<>();

    /** What each discovery found last. */
    private final Map<Integer, List<TargetGroup>> found = new TreeMap<>();

    RunningJob(ScrapePool pool, List<Discovery> discoveries, List<HttpDocuments> documents) {
        this.pool = pool;
        this.documents = List.copyOf(documents);
        for (int i = 0; i < discoveries.size(); i++) {
            int place = i;
            Discovery discovery = discoveries.get(i);
            threads.add(
                    Thread.ofVirtual()
                            .name("discovery-" + pool.job().name() + "-" + i)
                            .start(() -> run(discovery, place)));
        }
    }

    private void run(Discovery discovery, int place) {
        try {
            discovery.run(groups -> take(place, groups));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void take(int place, List<TargetGroup> groups) {
        found.put(place, groups);
        pool.sync(found.values().stream().flatMap(List::stream).toList());
    }

    ShownTargets show() {
        return pool.show();
    }

    void reread() {
        pool.reread();
    }

    void stop() {
        threads.forEach(Thread::interrupt);
        pool.stop();
    }

    void join(Duration limit) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(limit);
        }
        pool.join(limit);
    }

    @Override
    public void close() {
        pool.close();
        documents.forEach(HttpDocuments::close);
    }
}
