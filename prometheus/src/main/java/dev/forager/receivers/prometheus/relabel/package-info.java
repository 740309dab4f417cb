// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Rules that change labels. */
@NullMarked
package dev.forager.receivers.prometheus.relabel;

import org.jspecify.annotations.NullMarked;
