// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the debug exporter. */
@NullMarked
package dev.forager.exporters.debug;

import org.jspecify.annotations.NullMarked;
