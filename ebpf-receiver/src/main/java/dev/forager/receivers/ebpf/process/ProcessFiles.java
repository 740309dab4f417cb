// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one process in proc. Only files of proc itself are opened, none that the process has
 * named, and no symbolic link is followed. What another user's process keeps from us is absent.
 * Immutable; files are read when they are asked for.
 */
public final class ProcessFiles {
    private static final int COMMAND_BYTES = 1024;

    /** Variables behind so many bytes are not looked for (chosen). */
    private static final int ENVIRONMENT_BYTES = 128 * 1024;

    /** What proc adds to a path whose file is no longer there. */
    private static final String REMOVED = " (deleted)";

    private static final int MOST_ANCESTORS = 4;

    /** Fields of {@code stat}, counted from the state, which follows the name. */
    private static final int PARENT = 1;

    private static final int START = 19;

    private final Path folder;
    private final int pid;
    private final String comm;
    private final String[] fields;

    private ProcessFiles(Path folder, int pid, String comm, String[] fields) {
        this.folder = folder;
        this.pid = pid;
        this.comm = comm;
        this.fields = fields;
    }

    /** A process; null where there is none of this number. */
    public static @Nullable ProcessFiles of(Path proc, int pid) {
        Path folder = proc.resolve(Integer.toString(pid));
        try {
            String stat = new String(head(folder.resolve("stat"), 4096), StandardCharsets.UTF_8);
            int open = stat.indexOf('(');
            // The name may hold blanks and parentheses itself.
            int close = stat.lastIndexOf(')');
            if (open < 0 || close < open) {
                return null;
            }
            String[] fields = stat.substring(close + 1).strip().split(" ");
            return fields.length <= START
                    ? null
                    : new ProcessFiles(folder, pid, stat.substring(open + 1, close), fields);
        } catch (IOException e) {
            return null;
        }
    }

    /** All processes. */
    public static List<ProcessFiles> all(Path proc) {
        List<ProcessFiles> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path each : folders) {
                int pid = number(each.getFileName().toString());
                ProcessFiles process = pid == 0 ? null : of(proc, pid);
                if (process != null) {
                    found.add(process);
                }
            }
        } catch (IOException e) {
            // Without proc, programs are known from their next exec on.
        }
        return found;
    }

    /** This process as the host numbers it, which is not how a container does. */
    public static long self(Path proc) {
        try {
            int pid = number(Files.readSymbolicLink(proc.resolve("self")).toString());
            return pid == 0 ? ProcessHandle.current().pid() : pid;
        } catch (IOException e) {
            return ProcessHandle.current().pid();
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static byte[] head(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(most);
        }
    }

    /** Its number. */
    public int pid() {
        return pid;
    }

    /** Its number and start. */
    public ProcessKey key() {
        return new ProcessKey(pid, stat(START));
    }

    /** Its name, fit to be shown. */
    public String comm() {
        return VisibleText.of(comm);
    }

    /** A number of {@code stat}, counted from the state; 0 where there is none. */
    public long stat(int field) {
        try {
            return field < fields.length ? Long.parseLong(fields[field]) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Its number and those of its nearest ancestors. */
    public List<Integer> lineage() {
        List<Integer> found = new ArrayList<>();
        Path proc = folder.resolve("..");
        ProcessFiles at = this;
        while (at != null && found.size() <= MOST_ANCESTORS) {
            found.add(at.pid);
            int parent = (int) at.stat(PARENT);
            at = parent == 0 ? null : of(proc, parent);
        }
        return found;
    }

    /**
     * Path of what it runs, fit to be shown; empty where that is not known. The kernel's word for a
     * file that was removed or replaced meanwhile is no part of it.
     */
    public String executable() {
        String path = link("exe");
        return path.endsWith(REMOVED) ? path.substring(0, path.length() - REMOVED.length()) : path;
    }

    /** Path of its working folder, fit to be shown; empty where that is not known. */
    String workingFolder() {
        return link("cwd");
    }

    private String link(String name) {
        try {
            return VisibleText.of(Files.readSymbolicLink(folder.resolve(name)).toString());
        } catch (IOException e) {
            return ""; // A thread of the kernel, or another user's.
        }
    }

    /** Its arguments, as they are. */
    List<String> arguments() {
        try {
            return Arguments.split(head(folder.resolve("cmdline"), COMMAND_BYTES));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A variable of the environment that it was started with; null where it has none such. */
    public @Nullable String variable(String name) {
        byte[] all;
        try {
            all = head(folder.resolve("environ"), ENVIRONMENT_BYTES);
        } catch (IOException e) {
            return null;
        }
        String prefix = name + "=";
        for (String each : new String(all, StandardCharsets.UTF_8).split("\0")) {
            if (each.startsWith(prefix)) {
                return each.substring(prefix.length());
            }
        }
        return null;
    }
}
