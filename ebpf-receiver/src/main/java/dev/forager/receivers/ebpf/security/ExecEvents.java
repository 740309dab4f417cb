// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.process.ExecEvent;
import dev.forager.receivers.ebpf.process.KnownProcess;
import dev.forager.receivers.ebpf.process.Peer;
import dev.forager.receivers.ebpf.process.ProcessRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * What an exec means: always an exec, and at times also an exec from memory, one with another
 * user's rights, or one with a connection as its standard streams. Immutable.
 */
final class ExecEvents {
    private static final int STDIN = 1;
    private static final int STDOUT = 2;

    private final ProcessRecords records;

    ExecEvents(ProcessRecords records) {
        this.records = records;
    }

    List<SecurityEvent> of(ExecEvent exec) {
        List<SecurityEvent> events = new ArrayList<>();
        events.add(event(SecurityKind.EXEC, exec, facts(exec)));
        if (exec.isMemfd()) {
            events.add(event(SecurityKind.MEMFD_EXEC, exec, facts(exec)));
        }
        if (exec.effectiveUid() != exec.origin().uid()) {
            SequencedMap<String, Value> to = facts(exec);
            to.put("ebpf.privilege.operation", Value.of("setuid_exec"));
            to.put("ebpf.privilege.id", Value.of(exec.effectiveUid()));
            events.add(event(SecurityKind.PRIVILEGE_CHANGE, exec, to));
        }
        Peer peer = exec.stdio();
        // Standard error alone goes to a connection for logging, at times.
        if (peer != null && (exec.stdioMask() & (STDIN | STDOUT)) != 0) {
            SequencedMap<String, Value> to = facts(exec);
            CallEvents.add(peer, to);
            events.add(event(SecurityKind.REVERSE_SHELL, exec, to));
        }
        return events;
    }

    private SequencedMap<String, Value> facts(ExecEvent exec) {
        SequencedMap<String, Value> to = records.describe(exec.origin(), exec.process());
        to.put("ebpf.exec.file", Value.of(exec.file()));
        if (exec.isDeleted()) {
            to.put("ebpf.exec.deleted", Value.of(true));
        }
        if (exec.isCut()) {
            to.put("ebpf.exec.truncated", Value.of(true));
        }
        if (exec.effectiveUid() != exec.origin().uid()) {
            to.put("ebpf.exec.effective_user.id", Value.of(exec.effectiveUid()));
        }
        return to;
    }

    private static SecurityEvent event(
            SecurityKind kind, ExecEvent exec, SequencedMap<String, Value> facts) {
        KnownProcess process = exec.process();
        String detail =
                process.arguments().isEmpty()
                        ? process.executable()
                        : process.executable() + " [" + String.join(" ", process.arguments()) + "]";
        return new SecurityEvent(kind, exec.origin(), detail, facts);
    }
}
