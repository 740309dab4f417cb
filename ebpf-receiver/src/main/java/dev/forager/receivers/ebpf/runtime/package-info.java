// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What all scenarios and all receivers of a process share: libbpf, the loaded objects, the rings
 * and the threads that read them. A scenario brings an object, probes and what becomes of their
 * data.
 */
@NullMarked
package dev.forager.receivers.ebpf.runtime;

import org.jspecify.annotations.NullMarked;
