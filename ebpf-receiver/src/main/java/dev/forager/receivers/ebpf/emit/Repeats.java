// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import dev.forager.pdata.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Folds repeats: the first record of its kind goes out at once; those that follow within its window
 * become one, the last of them, with {@code ebpf.repeat_count} of how many it stands for, when the
 * window ends. Kinds are bounded: the oldest one's window ends early. Thread-safe.
 */
public final class Repeats implements AutoCloseable {
    private static final String COUNT = "ebpf.repeat_count";

    /** Kinds whose windows may be open (chosen). */
    static final int MOST = 4096;

    private final Outlet outlet;
    private final LongSupplier nanoTime;
    private final Map<Object, Window> windows = new LinkedHashMap<>();
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("ebpf-repeats").factory());

    /** Where records go. */
    @FunctionalInterface
    public interface Outlet {
        /** Takes a record about a control group; must not block. */
        void add(long cgroup, LogRecord record);
    }

    private static final class Window {
        final long endNanos;
        final List<LogRecord> last = new ArrayList<>(1);
        long cgroup;
        long count;

        Window(long endNanos) {
            this.endNanos = endNanos;
        }
    }

    /**
     * Nothing folded yet.
     *
     * @param nanoTime monotonic
     */
    public Repeats(Outlet outlet, LongSupplier nanoTime) {
        this.outlet = outlet;
        this.nanoTime = nanoTime;
    }

    /** Ends windows in time also when nothing happens any more. */
    public void start() {
        var _ = ticks.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * A record, which the caller touches no more.
     *
     * @param kind equal for repeats
     * @param window how long they are folded; zero for not at all
     */
    public synchronized void add(Object kind, Duration window, long cgroup, LogRecord record) {
        Window open = windows.get(kind);
        if (open != null && open.endNanos - nanoTime.getAsLong() <= 0) {
            windows.remove(kind);
            end(open);
            open = null;
        }
        if (open != null) {
            open.last.clear();
            open.last.add(record);
            open.cgroup = cgroup;
            open.count++;
            return;
        }
        send(cgroup, record, 1);
        if (!window.isZero()) {
            if (windows.size() >= MOST) {
                Iterator<Window> oldestFirst = windows.values().iterator();
                end(oldestFirst.next());
                oldestFirst.remove();
            }
            windows.put(kind, new Window(nanoTime.getAsLong() + window.toNanos()));
        }
    }

    /** Ends the windows whose time is over. */
    synchronized void tick() {
        long now = nanoTime.getAsLong();
        Iterator<Window> each = windows.values().iterator();
        while (each.hasNext()) {
            Window window = each.next();
            if (window.endNanos - now <= 0) {
                each.remove();
                end(window);
            }
        }
    }

    private void end(Window window) {
        for (LogRecord record : window.last) {
            send(window.cgroup, record, window.count);
        }
    }

    private void send(long cgroup, LogRecord record, long count) {
        record.attributes().put(COUNT, count);
        outlet.add(cgroup, record);
    }

    /** Ends all windows. */
    @Override
    public synchronized void close() {
        ticks.shutdownNow();
        windows.values().forEach(this::end);
        windows.clear();
    }
}
