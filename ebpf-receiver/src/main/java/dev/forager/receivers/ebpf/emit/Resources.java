// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import dev.forager.pdata.Attributes;
import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.cgroup.Container;
import dev.forager.receivers.ebpf.cgroup.PodNames;
import dev.forager.receivers.ebpf.process.ExecEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The resource of a control group: the host, and the container and pod that the group's path names.
 * Thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/resource/container/">the
 *     conventions</a>
 */
public final class Resources {
    /** The control group of what belongs to none: the host. */
    public static final long HOST = 0;

    /** The control group of what had no room under its own. */
    public static final long OVERFLOW = -1;

    /** Of the conventions whose names the receiver's telemetry has. */
    public static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.44.0";

    private final CgroupTable cgroups;
    private final String hostName;
    private final @Nullable PodNames pods;
    private final ServiceNames services;

    /**
     * Resources of this host, without names of pods.
     *
     * @param proc mount of proc
     */
    public Resources(CgroupTable cgroups, Path proc) {
        this(cgroups, proc, null);
    }

    /**
     * Resources of this host.
     *
     * @param proc mount of proc
     * @param pods names of pods; null for none
     */
    public Resources(CgroupTable cgroups, Path proc, @Nullable PodNames pods) {
        this.cgroups = cgroups;
        this.pods = pods;
        services = new ServiceNames(cgroups, proc, System::nanoTime);
        hostName = hostName(proc);
    }

    /** A program was executed, which may be what names a service. */
    public void executed(ExecEvent exec) {
        services.executed(exec);
    }

    private static String hostName(Path proc) {
        try {
            return Files.readString(proc.resolve("sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * The control group whose resource this one's is: that of the root, and of what has no group,
     * is the host's. Points of such groups must be joined, or a series would come twice.
     */
    public long resourceOf(long cgroup) {
        if (cgroup == HOST || cgroup == OVERFLOW) {
            return HOST;
        }
        Cgroup found = cgroups.find(cgroup);
        return found != null && found.isRoot() ? HOST : cgroup;
    }

    /** Adds the attributes of a control group's resource. */
    public void describe(long cgroup, Attributes to) {
        if (!hostName.isEmpty()) {
            to.put("host.name", hostName);
        }
        if (resourceOf(cgroup) == HOST) {
            return;
        }
        Cgroup found = cgroups.find(cgroup);
        if (found == null) {
            // Gone: without the number, groups that are gone would share their series.
            to.put("ebpf.cgroup.id", cgroup);
            return;
        }
        to.put("process.linux.cgroup", found.path());
        String service = services.find(found);
        if (service != null) {
            to.put("service.name", service);
        }
        Container container = found.container();
        if (container == null) {
            return;
        }
        to.put("container.id", container.id());
        if (container.runtime() != null) {
            to.put("container.runtime.name", container.runtime());
        }
        String podUid = container.podUid();
        if (podUid == null) {
            return;
        }
        to.put("k8s.pod.uid", podUid);
        PodNames.Pod pod = pods == null ? null : pods.find(podUid);
        if (pod != null) {
            to.put("k8s.namespace.name", pod.namespace());
            to.put("k8s.pod.name", pod.name());
        }
        String name = pods == null ? null : pods.containerName(container.id());
        if (name != null) {
            to.put("k8s.container.name", name);
        }
    }
}
