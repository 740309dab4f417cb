// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Makes whole paths of those that were executed from a working folder, such as {@code ./x}: rules
 * ask for folders. The event tells the folder but for deep ones; then only the process itself does:
 * where it has ended already the path stays as it was given, since its parent's folder may be
 * another. Immutable.
 */
final class ExecutedPath {
    private static final String GONE = " (deleted)";

    private final Path proc;

    /**
     * Whole paths of this host.
     *
     * @param proc mount of proc
     */
    ExecutedPath(Path proc) {
        this.proc = proc;
    }

    /** The same exec by its whole path. */
    ExecEvent whole(ExecEvent exec) {
        String path = exec.path();
        if (path.isEmpty() || path.startsWith("/") || exec.isMemfd()) {
            return exec;
        }
        String folder = folder(exec.origin().key());
        boolean isKnown = folder.startsWith("/") && !folder.endsWith(GONE);
        return isKnown ? exec.withPath(joined(folder, path)) : exec;
    }

    /** As text: a hostile name need be no path of this machine's encoding. */
    static String joined(String folder, String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (folder + "/" + path).split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    private String folder(ProcessKey key) {
        ProcessFiles process = ProcessFiles.of(proc, key.pid());
        return process == null || !process.key().equals(key) ? "" : process.workingFolder();
    }
}
