// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the nop exporter. */
@NullMarked
package dev.forager.exporters.nop;

import org.jspecify.annotations.NullMarked;
