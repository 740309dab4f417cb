// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.process.ExecEvent;
import dev.forager.receivers.ebpf.process.KnownProcess;
import dev.forager.receivers.ebpf.process.ProcessFiles;
import dev.forager.receivers.ebpf.process.ProcessKey;
import dev.forager.receivers.ebpf.process.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The service that a container or a service of systemd is: {@code OTEL_SERVICE_NAME} of its first
 * process that has one, else the name of what its first process executes. Other control groups are
 * no service, and neither are the programs that only start others: a container runtime executes the
 * container's program in its own place, and the name follows it. Otherwise a name that was found
 * holds as long as the group is remembered, so that series do not change. Bounded; thread-safe.
 */
public final class ServiceNames {
    private static final String VARIABLE = "OTEL_SERVICE_NAME";

    /** Programs that start another one, in their place or below them; runtimes also as copies. */
    private static final Set<String> STARTERS =
            Set.of(
                    "runc",
                    "runc_cloned",
                    "crun",
                    "crun_cloned",
                    "youki",
                    "conmon",
                    "conmonrs",
                    "containerd-shim",
                    "containerd-shim-runc-v1",
                    "containerd-shim-runc-v2",
                    "docker-init",
                    "tini",
                    "tini-static",
                    "dumb-init",
                    "catatonit",
                    "systemd",
                    "systemd-executor");

    private static final String IN_MEMORY = "memfd:";

    /** Groups that are remembered (chosen): more than run at a time on a node. */
    private static final int MOST = 4096;

    private static final int MOST_CHARS = 255;
    private static final int MOST_PROCESSES = 64;

    /** How often a process is asked what it runs by now, where no exec is told (chosen). */
    private static final Duration BELIEVED = Duration.ofSeconds(1);

    private final CgroupTable cgroups;
    private final Path proc;
    private final LongSupplier nanoTime;
    private final Map<Cgroup, Found> names =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Cgroup, Found> eldest) {
                    return size() > MOST;
                }
            };

    /** A name, and the process that it is of, as it was when that was asked last. */
    private record Found(
            String name, boolean isDeclared, ProcessKey process, String executable, long at) {}

    /**
     * Services of this host.
     *
     * @param proc mount of proc
     * @param nanoTime monotonic
     */
    public ServiceNames(CgroupTable cgroups, Path proc, LongSupplier nanoTime) {
        this.cgroups = cgroups;
        this.proc = proc;
        this.nanoTime = nanoTime;
    }

    /** The name; null where a group is no service, or has had no process yet. */
    public synchronized @Nullable String find(Cgroup group) {
        if (!isService(group)) {
            return null;
        }
        Found known = names.get(group);
        if (known == null || isOld(known)) {
            Found looked = known == null || hasExecuted(known) ? look(group) : again(known);
            known = looked == null ? known : looked;
            if (known != null) {
                names.put(group, known);
            }
        }
        return known == null ? null : known.name;
    }

    /** A program was executed: its process may have ended before anybody asks for the name. */
    public synchronized void executed(ExecEvent exec) {
        Cgroup group = cgroups.find(exec.origin().cgroup());
        if (group == null || !isService(group)) {
            return;
        }
        Found known = names.get(group);
        Found found = known == null ? look(group) : null;
        if (found == null) {
            found = of(exec);
        }
        if (found != null && (known == null || isBetter(found, known))) {
            names.put(group, found);
        }
    }

    private static boolean isService(Cgroup group) {
        return group.container() != null || group.path().endsWith(".service");
    }

    /**
     * The same process by now, one that says what it is, or one that was there before: what runs
     * before a container's program, such as a hook of its runtime, is younger than that.
     */
    private static boolean isBetter(Found one, Found known) {
        if (one.process.equals(known.process)) {
            return true;
        }
        return one.isDeclared == known.isDeclared
                ? one.process.startTicks() < known.process.startTicks()
                : one.isDeclared;
    }

    private boolean isOld(Found known) {
        return nanoTime.getAsLong() - known.at >= BELIEVED.toNanos();
    }

    private boolean hasExecuted(Found known) {
        ProcessFiles now = process(known.process);
        String executable = now == null ? "" : now.executable();
        return !executable.isEmpty() && !executable.equals(known.executable);
    }

    private Found again(Found known) {
        return new Found(
                known.name,
                known.isDeclared,
                known.process,
                known.executable,
                nanoTime.getAsLong());
    }

    private @Nullable Found look(Cgroup group) {
        Path folder = cgroups.folder(group);
        if (folder == null) {
            return null;
        }
        List<Found> found = new ArrayList<>();
        for (ProcessFiles each : oldestFirst(processes(folder))) {
            Found named = of(each, each.executable());
            if (named != null) {
                found.add(named);
            }
        }
        // A number that came again meanwhile is somebody else's.
        List<Integer> left = processes(folder);
        found.removeIf(each -> !left.contains(each.process.pid()));
        for (Found each : found) {
            if (each.isDeclared) {
                return each;
            }
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    private List<ProcessFiles> oldestFirst(List<Integer> pids) {
        List<ProcessFiles> found = new ArrayList<>();
        for (int pid : pids) {
            ProcessFiles process = ProcessFiles.of(proc, pid);
            if (process != null) {
                found.add(process);
            }
        }
        found.sort(
                Comparator.comparingLong((ProcessFiles each) -> each.key().startTicks())
                        .thenComparingInt(ProcessFiles::pid));
        return found;
    }

    private @Nullable Found of(ExecEvent exec) {
        ProcessFiles files = process(exec.origin().key());
        if (files != null && !files.executable().isEmpty()) {
            return of(files, files.executable());
        }
        String name = programOf(exec.file());
        return STARTERS.contains(name) || name.isEmpty()
                ? null
                : new Found(shown(name), false, exec.origin().key(), "", nanoTime.getAsLong());
    }

    private @Nullable Found of(ProcessFiles process, String executable) {
        String program = programOf(executable);
        String declared = STARTERS.contains(program) ? null : declared(process);
        String name = declared == null ? shown(program) : declared;
        return STARTERS.contains(program) || name.isEmpty()
                ? null
                : new Found(
                        name, declared != null, process.key(), executable, nanoTime.getAsLong());
    }

    private @Nullable ProcessFiles process(ProcessKey key) {
        ProcessFiles files = ProcessFiles.of(proc, key.pid());
        return files != null && files.key().equals(key) ? files : null;
    }

    /** The last part of a path, or the name of a file that is in memory only. */
    private static String programOf(String executable) {
        int memory = executable.indexOf(IN_MEMORY);
        if (memory == 0 || memory == 1) {
            return executable.substring(memory + IN_MEMORY.length()).split(":", 2)[0];
        }
        return new KnownProcess(executable, List.of()).name();
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
