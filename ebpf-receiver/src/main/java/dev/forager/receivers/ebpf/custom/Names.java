// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.receivers.ebpf.emit.DiskNames;
import dev.forager.receivers.ebpf.emit.SyscallNames;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Names for numbers of this host, each table read when it is first asked. Thread-safe. */
final class Names {
    private final Path proc;
    private final DiskNames disks;
    private @Nullable SyscallNames calls;
    private @Nullable KernelSymbols symbols;

    /**
     * Names of this host.
     *
     * @param proc mount of proc
     */
    Names(Path proc) {
        this.proc = proc;
        disks = new DiskNames(proc);
    }

    synchronized String call(int number) {
        if (calls == null) {
            calls = SyscallNames.ofMachine();
        }
        return calls.name(number);
    }

    synchronized String disk(long device) {
        return disks.name(device);
    }

    synchronized String symbol(long address) {
        if (symbols == null) {
            symbols = KernelSymbols.read(proc.resolve("kallsyms"));
        }
        return symbols.name(address);
    }
}
