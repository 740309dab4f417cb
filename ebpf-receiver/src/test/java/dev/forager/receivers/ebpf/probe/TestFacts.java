// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Hosts for tests: one where everything works, and changes of it. */
final class TestFacts {
    static final long ALL = -1;

    private TestFacts() {}

    static HostFacts good() {
        return with(null, true, ALL, "none");
    }

    static HostFacts with(
            @Nullable String libbpfProblem, boolean btf, long capabilities, String lockdown) {
        return new HostFacts(
                true,
                "6.18.0",
                libbpfProblem,
                btf,
                capabilities,
                true,
                true,
                true,
                2,
                lockdown,
                new CgroupMount(CgroupMount.Layout.V2, Path.of("/sys/fs/cgroup")));
    }

    static HostFacts hardware(
            boolean tracefs, boolean uprobes, boolean counters, int paranoid, long capabilities) {
        return new HostFacts(
                true,
                "6.18.0",
                null,
                true,
                capabilities,
                tracefs,
                uprobes,
                counters,
                paranoid,
                "none",
                new CgroupMount(CgroupMount.Layout.HYBRID, Path.of("/sys/fs/cgroup/unified")));
    }
}
