// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.probe.CgroupMount.V1;
import dev.forager.receivers.ebpf.probe.Hook;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.StructView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Keeps the table of control groups up to date. Immutable; the events come on the ring's thread.
 */
final class CgroupEvents implements EventHandler {
    private static final int KIND = 1;
    private static final int MADE = 1;
    private static final int REMOVED = 2;
    private static final int PATH_BYTES = 512;

    private final LoadedObject core;
    private final CgroupTable table;
    private final @Nullable V1 v1;
    private final int id;
    private final int operation;
    private final int length;
    private final int hierarchy;
    private final int path;

    CgroupEvents(LoadedObject core, CgroupTable table, @Nullable V1 v1) throws BpfException {
        this.core = core;
        this.v1 = v1;
        this.table = table;
        BtfStruct event = core.btf().struct("cgroup_event");
        id = event.offset("id", 8);
        operation = event.offset("operation", 2);
        length = event.offset("path_length", 2);
        hierarchy = event.offset("hierarchy", 4);
        path = event.offset("path", PATH_BYTES);
    }

    /** Attaches; where the kernel refuses, names come from walks of the tree alone. */
    void follow(EbpfRuntime runtime, Logger logger) {
        runtime.subscribe(KIND, this);
        try {
            core.attach(Hook.section("fg_cgroup_mkdir"));
            core.attach(Hook.section("fg_cgroup_rmdir"));
        } catch (BpfException e) {
            logger.info("New control groups are found by walking their tree: {}", e.getMessage());
        }
    }

    @Override
    public void handle(Event event) {
        StructView view = event.view();
        int number = view.i32(hierarchy);
        boolean isV1 = v1 != null && number == v1.hierarchy();
        if (number != 0 && !isV1) {
            return;
        }
        long of = isV1 ? CgroupTable.idOfV1(view.u64(id)) : view.u64(id);
        switch (view.u16(operation)) {
            case MADE -> table.made(of, view.text(path, Math.min(view.u16(length), PATH_BYTES)));
            case REMOVED -> table.removed(of);
            default -> {}
        }
    }
}
