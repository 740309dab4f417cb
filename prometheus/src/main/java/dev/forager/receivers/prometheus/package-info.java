// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The receiver {@code prometheus}: scrapes targets as Prometheus does. */
@NullMarked
package dev.forager.receivers.prometheus;

import org.jspecify.annotations.NullMarked;
