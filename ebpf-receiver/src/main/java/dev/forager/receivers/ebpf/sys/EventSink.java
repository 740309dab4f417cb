// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

/** Takes the records of a ring, on the thread that reads it. */
@FunctionalInterface
public interface EventSink {
    /**
     * One record. The view is valid inside this call only; a {@link MalformedRecordException} of it
     * may be let through: the record is then counted as malformed.
     */
    void event(StructView event);
}
