// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The scenario {@code faults}: what went wrong on the host, as log records with the process that it
 * befell, repeats folded.
 */
@NullMarked
package dev.forager.receivers.ebpf.faults;

import org.jspecify.annotations.NullMarked;
