// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The scenario {@code network}: flows, TCP connections, drops, DNS, interfaces. */
@NullMarked
package dev.forager.receivers.ebpf.network;

import org.jspecify.annotations.NullMarked;
