// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The scenario {@code performance}: where time goes between programs, CPUs and disks. */
@NullMarked
package dev.forager.receivers.ebpf.performance;

import org.jspecify.annotations.NullMarked;
