// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes whole paths of those that were executed from a working folder, such as {@code ./x}: rules
 * ask for folders. The folder is that of the process, or, where it has ended already, of its
 * parent, as a shell starts its commands. What neither tells stays as it was given. Immutable.
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
        List<Ancestor> ancestors = exec.origin().ancestors();
        return Stream.concat(
                        Stream.of(exec.origin().key()),
                        ancestors.stream().limit(1).map(Ancestor::key))
                .map(this::folder)
                .filter(each -> each.startsWith("/") && !each.endsWith(GONE))
                .findFirst()
                .map(each -> exec.withPath(joined(each, path)))
                .orElse(exec);
    }

    /** As text: a hostile name need be no path of this machine's encoding. */
    private static String joined(String folder, String path) {
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
