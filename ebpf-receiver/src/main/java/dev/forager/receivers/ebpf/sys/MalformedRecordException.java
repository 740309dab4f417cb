// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

/**
 * A record of the kernel is shorter than what is read of it. Thrown by the checks of {@link
 * StructView}; whoever reads a ring or a map counts the record as lost and goes on. Without stack
 * trace: it may come once per event.
 */
public final class MalformedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedRecordException(String message) {
        super(message, null, false, false);
    }
}
