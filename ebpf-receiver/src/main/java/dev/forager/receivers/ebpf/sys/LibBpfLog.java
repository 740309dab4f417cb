// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last lines that libbpf wrote: the best diagnosis there is of a refused load. libbpf has one
 * log for the process, and writes to it on the thread that has called it: each thread has its own
 * lines here, so that objects can be loaded at the same time. Thread-safe.
 */
final class LibBpfLog {
    /** Verifier logs end with what matters; 20 lines of it are shown (chosen). */
    private static final int LINES = 20;

    /** A line of the verifier may hold a whole log: only so much of it is kept (chosen). */
    private static final int LINE_CHARS = 4096;

    private static final String PREFIX = "libbpf: ";

    private final ThreadLocal<Deque<String>> ofThread = ThreadLocal.withInitial(ArrayDeque::new);

    void add(String text) {
        Deque<String> lines = ofThread.get();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(
                        line -> {
                            if (lines.size() == LINES) {
                                lines.removeFirst();
                            }
                            lines.add(
                                    line.length() > LINE_CHARS
                                            ? line.substring(0, LINE_CHARS)
                                            : line);
                        });
    }

    /** What follows belongs to another call. */
    void clear() {
        ofThread.remove();
    }

    /** The lines of this thread, oldest first. */
    List<String> lines() {
        return new ArrayList<>(ofThread.get());
    }

    /**
     * The first line that names a failure, and where the verifier refused a program the last thing
     * it says before its statistics: that is its reason. Short enough for a warning.
     */
    String summary() {
        String failure = "";
        String reason = "";
        String before = "";
        for (String line : ofThread.get()) {
            boolean isOwn = line.startsWith(PREFIX);
            if (line.endsWith("END PROG LOAD LOG --")) {
                reason = before;
            } else if (isOwn && failure.isEmpty() && !line.contains("BEGIN PROG LOAD LOG")) {
                failure = line.substring(PREFIX.length());
            }
            if (!isOwn && !line.startsWith("processed ") && !line.startsWith("-- ")) {
                before = line;
            }
        }
        return reason.isEmpty() ? failure : failure + ": " + reason;
    }
}
