// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests. */
@NullMarked
package dev.forager.receivers.prometheusremotewrite;

import org.jspecify.annotations.NullMarked;
