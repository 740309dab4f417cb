// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that calculates metrics from others. */
@NullMarked
package dev.forager.processors.metricsgeneration;

import org.jspecify.annotations.NullMarked;
