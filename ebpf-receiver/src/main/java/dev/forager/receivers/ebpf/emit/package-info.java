// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** From numbers of the kernel to telemetry: metrics by resource, histograms on the grid of OTLP. */
@NullMarked
package dev.forager.receivers.ebpf.emit;

import org.jspecify.annotations.NullMarked;
