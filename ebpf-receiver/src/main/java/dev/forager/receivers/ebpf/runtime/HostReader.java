// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.emit.MetricSheet;

/**
 * Reads metrics that the kernel keeps anyway: without programs, and so also where none may be
 * loaded. On one thread at a time.
 */
@FunctionalInterface
public interface HostReader {
    /** Adds what it finds now; what cannot be read is left out. */
    void collect(MetricSheet sheet);
}
