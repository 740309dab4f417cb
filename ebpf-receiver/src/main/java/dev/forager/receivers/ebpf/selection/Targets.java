// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.selection;

import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.cgroup.Container;
import dev.forager.receivers.ebpf.cgroup.PodNames;
import dev.forager.receivers.ebpf.selection.TargetConfig.Lists;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Decides what is observed. Thread-safe. */
final class Targets {
    private final Lists include;
    private final Lists exclude;
    private final PodNames pods;

    /**
     * A process as its exec or proc describes it.
     *
     * @param pids its number and those of its ancestors, as far as they are known
     * @param comm its name
     * @param executable path of what it runs
     */
    record Subject(List<Integer> pids, String comm, String executable) {}

    Targets(TargetConfig config, PodNames pods) {
        include = config.include();
        exclude = config.exclude();
        this.pods = pods;
    }

    boolean wants(Cgroup group) {
        return isIn(include.cgroups(), true, each -> Glob.matchesBelow(each, group.path()))
                && isIn(include.containers(), true, each -> isContainer(group, each))
                && isIn(include.namespaces(), true, each -> isInNamespace(group, each))
                && !isIn(exclude.cgroups(), false, each -> Glob.matchesBelow(each, group.path()))
                && !isIn(exclude.containers(), false, each -> isContainer(group, each))
                && !isIn(exclude.namespaces(), false, each -> isInNamespace(group, each));
    }

    boolean wants(Subject process) {
        String path = process.executable;
        return isIn(include.pids(), true, process.pids::contains)
                && isIn(include.comms(), true, process.comm::equals)
                && isIn(include.executables(), true, each -> Glob.matches(each, path))
                && !isIn(exclude.pids(), false, process.pids::contains)
                && !isIn(exclude.comms(), false, process.comm::equals)
                && !isIn(exclude.executables(), false, each -> Glob.matches(each, path));
    }

    private static <T> boolean isIn(List<T> list, boolean ifEmpty, Predicate<T> matches) {
        return list.isEmpty() ? ifEmpty : list.stream().anyMatch(matches);
    }

    private static boolean isContainer(Cgroup group, String id) {
        Container container = group.container();
        return container != null && container.id().startsWith(id);
    }

    private boolean isInNamespace(Cgroup group, String namespace) {
        String uid = Container.podUidOf(group.path());
        PodNames.Pod pod = uid == null ? null : pods.find(uid);
        return pod != null && pod.namespace().equals(namespace);
    }

    boolean wantsPort(int port) {
        return (include.ports().isEmpty() || include.ports().contains(port))
                && !exclude.ports().contains(port);
    }

    /** Ports that the lists say something about. */
    List<Integer> ports() {
        return Stream.concat(include.ports().stream(), exclude.ports().stream())
                .distinct()
                .toList();
    }

    boolean narrowsGroups() {
        return include.hasGroups() || exclude.hasGroups();
    }

    boolean narrowsProcesses() {
        return include.hasProcesses() || exclude.hasProcesses();
    }

    boolean narrowsPorts() {
        return !ports().isEmpty();
    }

    /** Whether what no list knows is wanted: where nothing is named that alone is. */
    boolean wantsOtherGroups() {
        return !include.hasGroups();
    }

    boolean wantsOtherProcesses() {
        return !include.hasProcesses();
    }

    boolean wantsOtherPorts() {
        return include.ports().isEmpty();
    }
}
