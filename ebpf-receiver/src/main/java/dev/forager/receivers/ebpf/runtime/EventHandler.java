// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

/** Takes events of one kind, on the thread that reads their ring: it must not block. */
@FunctionalInterface
public interface EventHandler {
    /** One event, valid inside this call only. */
    void handle(Event event);
}
