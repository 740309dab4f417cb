// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Control groups: what an id of the kernel is called, and which container and pod that is. */
@NullMarked
package dev.forager.receivers.ebpf.cgroup;

import org.jspecify.annotations.NullMarked;
