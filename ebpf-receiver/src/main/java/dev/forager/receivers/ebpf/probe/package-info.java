// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What this host allows: facts read from it, the table of conditions under which probes do not work
 * and what to do about each, and the attaching of probes, which alone shows whether they work.
 */
@NullMarked
package dev.forager.receivers.ebpf.probe;

import org.jspecify.annotations.NullMarked;
