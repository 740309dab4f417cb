// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Metrics of host and containers that the kernel keeps anyway: from proc, sysfs and cgroups. */
@NullMarked
package dev.forager.receivers.ebpf.system;

import org.jspecify.annotations.NullMarked;
