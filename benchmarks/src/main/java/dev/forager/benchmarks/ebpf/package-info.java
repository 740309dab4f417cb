// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** What the eBPF receiver costs: itself, the calls that it watches, and the servers beside it. */
@NullMarked
package dev.forager.benchmarks.ebpf;

import org.jspecify.annotations.NullMarked;
