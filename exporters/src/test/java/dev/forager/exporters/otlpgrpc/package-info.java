// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests against servers of other makers. */
@NullMarked
package dev.forager.exporters.otlpgrpc;

import org.jspecify.annotations.NullMarked;
