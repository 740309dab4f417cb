// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import dev.forager.receivers.ebpf.probe.Attacher.Attachment;
import dev.forager.receivers.ebpf.probe.ProbeState.Status;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Errno;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Attaches probes and remembers what came of it: only attaching shows whether a probe works, since
 * some kernels load a program and refuse its hook. Confined to one thread.
 */
public final class Activation implements AutoCloseable {
    private final List<Condition> conditions;
    private final Attacher attacher;
    private final Deque<Attachment> attachments = new ArrayDeque<>();
    private final List<ProbeState> states = new ArrayList<>();

    /** Of probes on a host with these facts. */
    public Activation(HostFacts facts, Attacher attacher) {
        conditions = Condition.of(facts);
        this.attacher = attacher;
    }

    /** Attaches a probe's programs by the first way that works; none of them where none does. */
    public ProbeState activate(Probe probe) {
        ProbeState state = attach(probe);
        states.add(state);
        return state;
    }

    private ProbeState attach(Probe probe) {
        for (Condition each : conditions) {
            Need need = each.need();
            if (need != null && probe.needs().contains(need)) {
                return ProbeState.lacking(probe, each, need);
            }
        }
        BpfException refusal = null;
        for (List<Hook> way : probe.ways()) {
            try {
                attachAll(way);
                return refusal == null
                        ? ProbeState.active(probe)
                        : refused(probe, Status.DEGRADED, refusal);
            } catch (BpfException e) {
                refusal = e;
            }
        }
        return refused(probe, Status.OFF, Objects.requireNonNull(refusal, "a way to attach"));
    }

    private static ProbeState refused(Probe probe, Status status, BpfException refusal) {
        return ProbeState.refused(probe, status, refusal, cure(refusal.errno()));
    }

    private static String cure(int errno) {
        return switch (errno) {
            case Errno.EPERM, Errno.EACCES ->
                    "grant the capabilities it needs; with all of them, a kernel that is not locked"
                            + " down or is newer";
            case Errno.ENOENT, Errno.ESRCH, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOTSUPP ->
                    "a kernel that is newer or built with this hook; on this one the probe does"
                            + " without";
            default -> "";
        };
    }

    private void attachAll(List<Hook> hooks) throws BpfException {
        Deque<Attachment> done = new ArrayDeque<>();
        try {
            for (Hook each : hooks) {
                done.push(attacher.attach(each));
            }
        } catch (BpfException e) {
            done.forEach(Attachment::close);
            throw e;
        }
        done.descendingIterator().forEachRemaining(attachments::push);
    }

    /** What became of each probe, in the order of activation. */
    public List<ProbeState> states() {
        return List.copyOf(states);
    }

    /** Whether any probe works. */
    public boolean isAnyActive() {
        return states.stream().anyMatch(each -> each.status() != Status.OFF);
    }

    /** Whether this probe works. */
    public boolean isActive(Probe probe) {
        return states.stream()
                .anyMatch(each -> each.probe().equals(probe) && each.status() != Status.OFF);
    }

    /** Takes all programs off, the last first. */
    @Override
    public void close() {
        while (!attachments.isEmpty()) {
            attachments.pop().close();
        }
    }
}
