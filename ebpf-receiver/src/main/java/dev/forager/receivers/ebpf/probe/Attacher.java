// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import dev.forager.receivers.ebpf.sys.BpfException;

/** Attaches programs: to the kernel, or in a test to nothing. */
@FunctionalInterface
public interface Attacher {
    /**
     * Attaches one program.
     *
     * @throws BpfException when the kernel refuses
     */
    Attachment attach(Hook hook) throws BpfException;

    /** A program that is attached; closing it takes it off. */
    @FunctionalInterface
    interface Attachment extends AutoCloseable {
        @Override
        void close();
    }
}
