// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import java.util.List;
import java.util.Set;

/** The keys that rules may match. */
final class MatchKeys {
    static final String EVENT = "event";
    static final String CGROUP = "process.linux.cgroup";
    static final String CONTAINER = "container.id";

    /** Those that tell apart processes which do the same. */
    static final Set<String> OF_ONE_PROCESS =
            Set.of(
                    "process.pid",
                    "process.parent_pid",
                    "process.creation.time",
                    "ebpf.process.ancestors",
                    "ebpf.process.ancestor_pids",
                    "ebpf.target.pid",
                    "thread.name");

    static final List<String> ALL =
            List.of(
                    EVENT,
                    "process.pid",
                    "process.parent_pid",
                    "thread.name",
                    "process.executable.name",
                    "process.executable.path",
                    "process.command_args",
                    "process.user.id",
                    CGROUP,
                    CONTAINER,
                    "ebpf.process.ancestors",
                    "ebpf.exec.file",
                    "ebpf.exec.deleted",
                    "ebpf.exec.effective_user.id",
                    "ebpf.privilege.operation",
                    "ebpf.privilege.id",
                    "ebpf.ptrace.request",
                    "ebpf.target.pid",
                    "ebpf.target.executable.path",
                    "ebpf.module.name",
                    "ebpf.program.name",
                    "ebpf.program.type",
                    "ebpf.mount.operation",
                    "ebpf.mount.source",
                    "ebpf.namespace.operation",
                    "ebpf.namespace.types",
                    "file.path",
                    "ebpf.file.access",
                    "destination.address",
                    "destination.port");

    private MatchKeys() {}
}
