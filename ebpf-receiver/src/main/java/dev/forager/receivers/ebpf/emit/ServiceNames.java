// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.process.KnownProcess;
import dev.forager.receivers.ebpf.process.ProcessFiles;
import dev.forager.receivers.ebpf.process.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The service that a container or a service of systemd is: {@code OTEL_SERVICE_NAME} of its first
 * process, else the name of what that executes. Other control groups are no service. A name that
 * was found holds as long as the group is remembered, so that series do not change. Bounded;
 * thread-safe.
 */
public final class ServiceNames {
    private static final String VARIABLE = "OTEL_SERVICE_NAME";

    /** Groups that are remembered (chosen): more than run at a time on a node. */
    private static final int MOST = 4096;

    private static final int MOST_CHARS = 255;
    private static final int MOST_PROCESSES = 64;

    private final CgroupTable cgroups;
    private final Path proc;
    private final Map<Cgroup, String> names =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Cgroup, String> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * Services of this host.
     *
     * @param proc mount of proc
     */
    public ServiceNames(CgroupTable cgroups, Path proc) {
        this.cgroups = cgroups;
        this.proc = proc;
    }

    /** The name; null where a group is no service, or has no process any more. */
    public synchronized @Nullable String find(Cgroup group) {
        if (group.container() == null && !group.path().endsWith(".service")) {
            return null;
        }
        String known = names.get(group);
        if (known == null) {
            known = look(group);
            if (known != null) {
                names.put(group, known);
            }
        }
        return known;
    }

    private @Nullable String look(Cgroup group) {
        Path folder = cgroups.folder(group);
        if (folder == null) {
            return null;
        }
        String executed = null;
        for (int pid : processes(folder)) {
            ProcessFiles process = ProcessFiles.of(proc, pid);
            if (process == null) {
                continue;
            }
            String named = declared(process);
            // A number that came again meanwhile is somebody else's.
            boolean isStillThere = processes(folder).contains(pid);
            if (isStillThere && named != null) {
                return named;
            }
            if (isStillThere && executed == null) {
                executed = shown(new KnownProcess(process.executable(), List.of()).name());
            }
        }
        return executed == null || executed.isEmpty() ? null : executed;
    }

    /** The service that a process was told to be, fit to be shown; null where it was not. */
    public static @Nullable String declared(ProcessFiles process) {
        String name = process.variable(VARIABLE);
        return name == null || name.isBlank() ? null : shown(name);
    }

    private static List<Integer> processes(Path folder) {
        try {
            return Files.readAllLines(folder.resolve("cgroup.procs")).stream()
                    .filter(line -> line.matches("\\d{1,9}"))
                    .map(Integer::valueOf)
                    .sorted()
                    .limit(MOST_PROCESSES)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String shown(String name) {
        String text = VisibleText.of(name.strip());
        return text.length() > MOST_CHARS ? text.substring(0, MOST_CHARS) : text;
    }
}
