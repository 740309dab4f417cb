// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** What of the host is observed: lists of control groups, containers, processes and ports. */
@NullMarked
package dev.forager.receivers.ebpf.selection;

import org.jspecify.annotations.NullMarked;
