// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that renames, copies, combines, groups and aggregates metrics. */
@NullMarked
package dev.forager.processors.metricstransform;

import org.jspecify.annotations.NullMarked;
