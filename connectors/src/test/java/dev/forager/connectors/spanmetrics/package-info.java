// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of span_metrics. */
@NullMarked
package dev.forager.connectors.spanmetrics;

import org.jspecify.annotations.NullMarked;
