// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The connector that makes metrics of values in spans, data points, log records and profiles. */
@NullMarked
package dev.forager.connectors.signaltometrics;

import org.jspecify.annotations.NullMarked;
