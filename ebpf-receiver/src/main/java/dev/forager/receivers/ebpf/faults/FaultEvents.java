// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.faults;

import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.emit.BlockStatus;
import dev.forager.receivers.ebpf.emit.SyscallNames;
import dev.forager.receivers.ebpf.faults.FaultLayout.Fault;
import dev.forager.receivers.ebpf.process.KnownProcess;
import dev.forager.receivers.ebpf.process.Origin;
import dev.forager.receivers.ebpf.process.Peer;
import dev.forager.receivers.ebpf.process.ProcessRecords;
import dev.forager.receivers.ebpf.sys.Errno;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What faults mean, by kind; numbers are the kernel's, their places those of {@code faults.bpf.c}.
 * Immutable.
 */
final class FaultEvents {
    /** By number, from 1: include/uapi/asm-generic/signal.h, the same on x86_64 and arm64. */
    private static final List<String> SIGNALS =
            List.of(
                    "SIGHUP",
                    "SIGINT",
                    "SIGQUIT",
                    "SIGILL",
                    "SIGTRAP",
                    "SIGABRT",
                    "SIGBUS",
                    "SIGFPE",
                    "SIGKILL",
                    "SIGUSR1",
                    "SIGSEGV",
                    "SIGUSR2",
                    "SIGPIPE",
                    "SIGALRM",
                    "SIGTERM",
                    "SIGSTKFLT",
                    "SIGCHLD",
                    "SIGCONT",
                    "SIGSTOP",
                    "SIGTSTP",
                    "SIGTTIN",
                    "SIGTTOU",
                    "SIGURG",
                    "SIGXCPU",
                    "SIGXFSZ",
                    "SIGVTALRM",
                    "SIGPROF",
                    "SIGWINCH",
                    "SIGIO",
                    "SIGPWR",
                    "SIGSYS");

    private static final double NANOS = 1e9;

    private final ProcessRecords records;
    private final SyscallNames calls = SyscallNames.ofMachine();

    /**
     * A fault that is ready to be told. Immutable.
     *
     * @param origin whom it befell
     * @param detail what is told of it in one line
     * @param attributes of its record
     * @param repeat what repeats have in common, beside the executable
     */
    record Told(
            FaultKind kind,
            Origin origin,
            String detail,
            SequencedMap<String, Value> attributes,
            String repeat) {}

    FaultEvents(ProcessRecords records) {
        this.records = records;
    }

    private SequencedMap<String, Value> facts(Origin origin) {
        return origin.key().pid() == 0
                ? new LinkedHashMap<>()
                : records.describe(origin, records.find(origin));
    }

    private String who(Origin origin) {
        if (origin.key().pid() == 0) {
            return "an unknown process";
        }
        KnownProcess runs = records.find(origin);
        String name = runs == null ? origin.comm() : runs.executable();
        return name + " (pid " + origin.key().pid() + ")";
    }

    Told crash(Fault fault) {
        String signal = named(SIGNALS, fault.value(0));
        SequencedMap<String, Value> to = facts(fault.origin());
        to.put("ebpf.signal", Value.of(signal));
        // As a shell tells it.
        to.put("process.exit.code", Value.of(128 + fault.value(0)));
        to.put("ebpf.core_dumped", Value.of(fault.value(2) == 1));
        return new Told(
                FaultKind.CRASH,
                fault.origin(),
                who(fault.origin()) + " ended by " + signal,
                to,
                signal);
    }

    Told oomKill(Fault fault) {
        SequencedMap<String, Value> to = facts(fault.origin());
        to.put("ebpf.oom.score_adjustment", Value.of(fault.value(1)));
        to.put("ebpf.oom.requester.pid", Value.of(fault.value(0)));
        return new Told(
                FaultKind.OOM_KILL,
                fault.origin(),
                who(fault.origin()) + " is killed for want of memory",
                to,
                "");
    }

    Told blocked(Origin origin, Duration since) {
        SequencedMap<String, Value> to = facts(origin);
        to.put("thread.id", Value.of(origin.tid()));
        to.put("ebpf.duration", Value.of(since.toNanos() / NANOS));
        return new Told(
                FaultKind.BLOCKED,
                origin,
                "%s, thread %s, waits uninterruptibly for %d s"
                        .formatted(who(origin), origin.comm(), since.toSeconds()),
                to,
                "");
    }

    Told io(Fault fault) {
        double seconds = fault.value(0) / NANOS;
        boolean isError = fault.value(2) != 0;
        String direction =
                switch ((int) fault.value(3)) {
                    case 0 -> "read";
                    case 1 -> "write";
                    case 2 -> "flush";
                    case 3 -> "discard";
                    default -> "other";
                };
        SequencedMap<String, Value> to = facts(fault.origin());
        to.put("system.device", Value.of(fault.name()));
        to.put("disk.io.direction", Value.of(direction));
        to.put("ebpf.duration", Value.of(seconds));
        to.put("ebpf.io.size", Value.of(fault.value(1)));
        String what = "%s of %d bytes on %s".formatted(direction, fault.value(1), fault.name());
        if (isError) {
            String status = BlockStatus.errorType((int) fault.value(2));
            to.put("error.type", Value.of(status));
            return new Told(
                    FaultKind.IO_ERROR,
                    fault.origin(),
                    what + " failed: " + status,
                    to,
                    fault.name() + direction + status);
        }
        return new Told(
                FaultKind.SLOW_IO,
                fault.origin(),
                "%s took %.3f s".formatted(what, seconds),
                to,
                fault.name() + direction);
    }

    Told connectFailed(Fault fault) {
        return connection(FaultKind.CONNECT_FAILED, fault, "could not connect to ");
    }

    Told reset(Fault fault) {
        return connection(FaultKind.CONNECTION_RESET, fault, "lost the connection to ");
    }

    private Told connection(FaultKind kind, Fault fault, String verb) {
        SequencedMap<String, Value> to = facts(fault.origin());
        String error = Errno.name(fault.value(0));
        String where = "";
        Peer peer = fault.peer();
        if (peer != null) {
            to.put("destination.address", Value.of(peer.address()));
            to.put("destination.port", Value.of(peer.port()));
            to.put("network.transport", Value.of("tcp"));
            to.put("network.type", Value.of(peer.isIpv4() ? "ipv4" : "ipv6"));
            where = peer.address() + " port " + peer.port();
        }
        to.put("error.type", Value.of(error));
        return new Told(
                kind,
                fault.origin(),
                who(fault.origin()) + " " + verb + where + ": " + error,
                to,
                whereItRecurs(fault) + error);
    }

    /**
     * A process that is not known has mostly accepted the connection: its peer is a client, whose
     * port is another one each time.
     */
    private static String whereItRecurs(Fault fault) {
        Peer peer = fault.peer();
        if (peer == null) {
            return "";
        }
        boolean isClient = fault.origin().key().pid() == 0;
        return isClient ? peer.address() : peer.address() + " port " + peer.port();
    }

    Told errnoBurst(Fault fault) {
        String error = Errno.name(fault.value(0));
        SequencedMap<String, Value> to = facts(fault.origin());
        to.put("error.type", Value.of(error));
        String call = calls.name((int) fault.value(1));
        to.put("ebpf.syscall.name", Value.of(call));
        to.put("ebpf.errno.count", Value.of(fault.value(2)));
        to.put("ebpf.duration", Value.of(fault.value(3) / NANOS));
        return new Told(
                FaultKind.ERRNO_BURST,
                fault.origin(),
                "%s by %s failed %d times with %s"
                        .formatted(call, who(fault.origin()), fault.value(2), error),
                to,
                call + error);
    }

    private static String named(List<String> names, long number) {
        return number >= 1 && number <= names.size()
                ? names.get((int) number - 1)
                : Long.toString(number);
    }
}
