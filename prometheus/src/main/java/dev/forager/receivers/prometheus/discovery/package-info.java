// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Where targets come from. */
@NullMarked
package dev.forager.receivers.prometheus.discovery;

import org.jspecify.annotations.NullMarked;
