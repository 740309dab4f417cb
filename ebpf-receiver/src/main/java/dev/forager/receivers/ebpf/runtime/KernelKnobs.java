// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.probe.CgroupMount;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.KernelMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What programs ask while they run, {@code struct shared_config}. Thread-safe. */
public final class KernelKnobs {
    private static final String CRITICAL_BYTES = "critical_wakeup_bytes";
    private static final String BULK_BYTES = "bulk_wakeup_bytes";

    private final KernelMap map;
    private final BtfStruct.Bytes values;
    private final long bulkBytes;
    private long criticalBytes;

    KernelKnobs(KernelMap map, Btf btf, RuntimeSettings settings) throws BpfException {
        this.map = map;
        double fraction = settings.wakeupFraction();
        criticalBytes = (long) (settings.criticalBytes() * fraction);
        bulkBytes = (long) (settings.bulkBytes() * fraction);
        values =
                btf.struct("shared_config")
                        .bytes()
                        .put(CRITICAL_BYTES, criticalBytes)
                        .put(BULK_BYTES, bulkBytes)
                        .put("node_interval_ns", interval(settings.eventsPerSecond()))
                        .put("cgroup_interval_ns", interval(settings.cgroupEventsPerSecond()));
        write();
    }

    private static long interval(int perSecond) {
        return perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /**
     * Lets groups of a controller of version 1 tell containers apart.
     *
     * @param btf the kernel's type information, which numbers the controllers
     */
    synchronized void useV1(CgroupMount.V1 v1, Btf btf) throws BpfException {
        Map<Integer, String> controllers = btf.enumeration("cgroup_subsys_id");
        String wanted = v1.controller() + "_cgrp_id";
        if (controllers != null) {
            for (var each : controllers.entrySet()) {
                if (each.getValue().equals(wanted)) {
                    values.put("v1_subsystem", each.getKey() + 1L);
                }
            }
        }
        write();
    }

    /**
     * Narrows what is observed.
     *
     * @param target bits of forager.h
     * @param self the process that is not observed; 0 for none
     * @param wakesAtOnce whether the reader of critical events must see each without delay
     */
    public synchronized void narrow(int target, long self, boolean wakesAtOnce)
            throws BpfException {
        values.put("target", target).put("self", self);
        if (wakesAtOnce) {
            criticalBytes = 0;
            values.put(CRITICAL_BYTES, 0);
        }
        write();
    }

    /** Lets each critical record wake its reader, or no less than the settings say. */
    synchronized void criticalAtOnce(boolean isEach) throws BpfException {
        values.put(CRITICAL_BYTES, isEach ? 0 : criticalBytes);
        write();
    }

    /** The same for bulk records. */
    synchronized void bulkAtOnce(boolean isEach) throws BpfException {
        values.put(BULK_BYTES, isEach ? 0 : bulkBytes);
        write();
    }

    /** Lets one in 2^shift of the events that may be left out go out. */
    synchronized void sample(int shift) throws BpfException {
        values.put("sample_shift", shift);
        write();
    }

    private void write() throws BpfException {
        map.put(new byte[4], values.toArray());
    }
}
