// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.process.Peer;
import dev.forager.receivers.ebpf.process.ProcessRecords;
import dev.forager.receivers.ebpf.security.CallLayout.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What programs ask of the kernel, by kind. Numbers of operations are those of {@code sec.bpf.c};
 * flags are the kernel's. Immutable.
 */
final class CallEvents {
    /** Bits of include/uapi/linux/sched.h. */
    private static final Map<Long, String> NAMESPACES =
            Map.of(
                    0x80L, "time",
                    0x20000L, "mount",
                    0x2000000L, "cgroup",
                    0x4000000L, "uts",
                    0x8000000L, "ipc",
                    0x10000000L, "user",
                    0x20000000L, "pid",
                    0x40000000L, "network");

    /** include/uapi/asm-generic/fcntl.h. */
    private static final int ACCESS_MODE = 3;

    /** include/uapi/linux/ptrace.h. */
    private static final long TRACEME = 0;

    private static final long ATTACH = 16;
    private static final long SEIZE = 0x4206;

    private final ProcessRecords records;

    CallEvents(ProcessRecords records) {
        this.records = records;
    }

    private SequencedMap<String, Value> facts(Call call) {
        return records.describe(call.origin(), records.find(call.origin()));
    }

    private static SecurityEvent event(
            SecurityKind kind, Call call, String detail, SequencedMap<String, Value> facts) {
        String who = call.origin().comm() + " (pid " + call.origin().key().pid() + ")";
        return new SecurityEvent(kind, call.origin(), who + " " + detail, facts);
    }

    SecurityEvent privilege(Call call) {
        String operation =
                switch ((int) call.operation()) {
                    case 1 -> "setuid";
                    case 2 -> "setreuid";
                    case 3 -> "setresuid";
                    case 4 -> "setgid";
                    case 5 -> "setregid";
                    default -> "setresgid";
                };
        SequencedMap<String, Value> to = facts(call);
        to.put("ebpf.privilege.operation", Value.of(operation));
        // Only calls that ask for root are told.
        to.put("ebpf.privilege.id", Value.of(0));
        return event(SecurityKind.PRIVILEGE_CHANGE, call, operation + " to 0", to);
    }

    SecurityEvent ptrace(Call call) {
        String request =
                call.operation() == TRACEME
                        ? "traceme"
                        : call.operation() == ATTACH
                                ? "attach"
                                : call.operation() == SEIZE ? "seize" : "process_vm_writev";
        SequencedMap<String, Value> to = facts(call);
        to.put("ebpf.ptrace.request", Value.of(request));
        if (call.target() != 0) {
            to.put("ebpf.target.pid", Value.of(call.target()));
        }
        String of = call.target() == 0 ? "" : " of pid " + call.target();
        return event(SecurityKind.PTRACE, call, request + of, to);
    }

    SecurityEvent module(Call call) {
        SequencedMap<String, Value> to = facts(call);
        to.put("ebpf.module.name", Value.of(call.first()));
        return event(SecurityKind.KERNEL_MODULE, call, "loaded module " + call.first(), to);
    }

    SecurityEvent bpf(Call call) {
        SequencedMap<String, Value> to = facts(call);
        to.put("ebpf.program.name", Value.of(call.first()));
        to.put("ebpf.program.type", Value.of(call.value(0)));
        return event(SecurityKind.BPF_LOAD, call, "loads eBPF program " + call.first(), to);
    }

    SecurityEvent mount(Call call) {
        String operation =
                switch ((int) call.operation()) {
                    case 1 -> "mount";
                    case 3 -> "move_mount";
                    default -> "pivot_root";
                };
        SequencedMap<String, Value> to = facts(call);
        to.put("ebpf.mount.operation", Value.of(operation));
        to.put("file.path", Value.of(call.first()));
        String source = "";
        if (!call.second().isEmpty()) {
            to.put("ebpf.mount.source", Value.of(call.second()));
            source = call.second() + " on ";
        }
        return event(SecurityKind.MOUNT, call, operation + " " + source + call.first(), to);
    }

    SecurityEvent namespace(Call call) {
        String operation =
                switch ((int) call.operation()) {
                    case 1 -> "unshare";
                    case 2 -> "setns";
                    default -> "clone";
                };
        List<String> types = new ArrayList<>();
        NAMESPACES.forEach(
                (bit, name) -> {
                    if ((call.value(0) & bit) != 0) {
                        types.add(name);
                    }
                });
        types.sort(null);
        SequencedMap<String, Value> to = facts(call);
        to.put("ebpf.namespace.operation", Value.of(operation));
        to.put("ebpf.namespace.types", ProcessRecords.texts(types));
        return event(SecurityKind.NAMESPACE, call, operation + " " + String.join(" ", types), to);
    }

    SecurityEvent file(Call call) {
        String access = (call.value(0) & ACCESS_MODE) == 0 ? "read" : "write";
        SequencedMap<String, Value> to = facts(call);
        to.put("file.path", Value.of(call.first()));
        to.put("ebpf.file.access", Value.of(access));
        return event(
                SecurityKind.SENSITIVE_FILE, call, "opens " + call.first() + " to " + access, to);
    }

    SecurityEvent connect(Call call) {
        SequencedMap<String, Value> to = facts(call);
        Peer peer = call.peer();
        String where = "";
        if (peer != null) {
            add(peer, to);
            where = peer.address() + " port " + peer.port();
        }
        return event(SecurityKind.OUTBOUND_CONNECT, call, "connects to " + where, to);
    }

    /** Adds the other end of a TCP socket. */
    static void add(Peer peer, Map<String, Value> to) {
        to.put("destination.address", Value.of(peer.address()));
        to.put("destination.port", Value.of(peer.port()));
        to.put("network.transport", Value.of("tcp"));
        to.put("network.type", Value.of(peer.isIpv4() ? "ipv4" : "ipv6"));
    }
}
