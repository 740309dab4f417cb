// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What processes run, by pid and start: a pid that came again is another key, so nothing need be
 * removed when a process ends; the entry that was used least recently makes room. Bounded;
 * thread-safe.
 */
public final class ProcessTable {
    private final ArgumentPolicy policy;
    private final Map<ProcessKey, KnownProcess> known;

    /**
     * An empty table.
     *
     * @param most entries
     * @param policy what is kept of arguments that {@link #scan} finds
     */
    public ProcessTable(int most, ArgumentPolicy policy) {
        this.policy = policy;
        known =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<ProcessKey, KnownProcess> e) {
                        return size() > most;
                    }
                };
    }

    /** A process has executed a program. */
    public synchronized void executed(ExecEvent event) {
        known.put(event.origin().key(), event.process());
    }

    /** What a process runs; null if that is not known. */
    public synchronized @Nullable KnownProcess find(ProcessKey key) {
        return known.get(key);
    }

    /**
     * What the process of an event runs. One that has executed nothing since it was forked runs
     * what its parent runs.
     */
    public synchronized @Nullable KnownProcess find(Origin origin) {
        KnownProcess own = known.get(origin.key());
        if (own != null || origin.ancestors().isEmpty()) {
            return own;
        }
        return known.get(origin.ancestors().getFirst().key());
    }

    /** Adds the processes that run already; those that have executed something meanwhile stay. */
    public void scan(Path proc) {
        for (ProcessFiles each : ProcessFiles.all(proc)) {
            String executable = each.executable();
            if (!executable.isEmpty()) {
                var process = new KnownProcess(executable, policy.apply(each.arguments()));
                synchronized (this) {
                    known.putIfAbsent(each.key(), process);
                }
            }
        }
    }
}
