// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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
    private static final int COMMAND_BYTES = 1024;

    /** Field 22 of {@code /proc/PID/stat}, counted from the state, which follows the name. */
    private static final int START_FIELD = 19;

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
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path each : folders) {
                add(each);
            }
        } catch (IOException e) {
            // Without /proc, programs are known from their next exec on.
        }
    }

    private void add(Path folder) {
        try {
            ProcessKey key = key(folder);
            if (key == null) {
                return;
            }
            String executable =
                    VisibleText.of(Files.readSymbolicLink(folder.resolve("exe")).toString());
            byte[] command = head(folder.resolve("cmdline"));
            var process = new KnownProcess(executable, policy.apply(Arguments.split(command)));
            synchronized (this) {
                known.putIfAbsent(key, process);
            }
        } catch (IOException e) {
            // It has ended, or is a thread of the kernel, or another user's.
        }
    }

    private static byte[] head(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(COMMAND_BYTES);
        }
    }

    private static @Nullable ProcessKey key(Path folder) throws IOException {
        String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
        // The name may hold blanks and parentheses itself.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        try {
            int pid = Integer.parseInt(folder.getFileName().toString());
            return fields.length <= START_FIELD
                    ? null
                    : new ProcessKey(pid, Long.parseLong(fields[START_FIELD]));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
