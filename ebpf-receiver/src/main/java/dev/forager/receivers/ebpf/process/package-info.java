// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Which process an event is of: its ancestors as the kernel says, its executable and arguments as
 * its exec said, without secrets.
 */
@NullMarked
package dev.forager.receivers.ebpf.process;

import org.jspecify.annotations.NullMarked;
