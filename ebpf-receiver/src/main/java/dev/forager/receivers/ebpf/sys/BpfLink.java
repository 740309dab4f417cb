// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static dev.forager.receivers.ebpf.sys.NativeFunction.INT;
import static dev.forager.receivers.ebpf.sys.NativeFunction.POINTER;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A program attached to a hook. The kernel detaches it when this is closed, and when the process
 * ends in whatever way. Thread-safe.
 */
public final class BpfLink implements AutoCloseable {
    private final LibBpf library;
    private final MemorySegment link;
    private final AtomicBoolean closed = new AtomicBoolean();

    BpfLink(LibBpf library, MemorySegment link) {
        this.library = library;
        this.link = link;
    }

    int fd() throws BpfException {
        return library.function("bpf_link__fd", INT, POINTER).call(link).toInt();
    }

    /** Detaches; harmless the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                library.function("bpf_link__destroy", INT, POINTER).call(link);
            } catch (BpfException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
